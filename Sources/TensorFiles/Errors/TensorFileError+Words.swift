import QuantizationEngine

/// What a path leads to that is neither a regular file nor a folder; the raw value is its word.
public enum SpecialFile: String, CaseIterable, Hashable, Sendable {
  /// A pipe, with a name or from a shell's process substitution.
  case pipe = "a pipe"
  /// A socket, or a device.
  case socketOrDevice = "a socket or a device"
  /// A file that has no size and contents all the same, as those of `/proc` have.
  case madeUp = "made up by the system as it is read"
}

/// The step of opening a file at which the system failed; the raw value is its word.
public enum SystemCall: String, CaseIterable, Hashable, Sendable {
  /// `open`.
  case open = "opening it"
  /// `fstat`.
  case inspect = "asking for its size"
  /// `mmap`.
  case map = "mapping it"
  /// `read`, or reading what is mapped.
  case read = "reading it"
  /// `memfd_create` and `write`, for what is held in memory.
  case spool = "holding it in memory"
}

/// What a header's grammar asks for at some byte; the raw value is its word.
public enum HeaderToken: String, CaseIterable, Hashable, Sendable {
  /// Any value.
  case value = "a string, an integer, True, False or an opening bracket"
  /// The key of a dictionary.
  case key = "a key in quotes or '}'"
  /// What separates a key from its value.
  case colon = "':'"
  /// What follows an entry of a dictionary.
  case commaOrBrace = "',' or '}'"
  /// What follows an item of a tuple.
  case commaOrParenthesis = "',' or ')'"
  /// What follows an item of a list.
  case commaOrBracket = "',' or ']'"
  /// The end of a string.
  case closingQuote = "a closing quote"
  /// What may follow a backslash.
  case escape = #"one of \ ' " n r t x u U behind a backslash"#
  /// A digit of a numbered character.
  case hexadecimalDigit = "a hexadecimal digit"
  /// A number that is a character's.
  case characterNumber = "the number of a character"
  /// A digit of an integer.
  case digit = "a digit"
  /// No further digit, because the integer began with 0.
  case endOfInteger = "an integer without leading zeros"
  /// Nothing but white space.
  case nothing = "nothing but spaces behind the dictionary"
}

/// The kinds of values in a header; the raw value is its word.
public enum HeaderValueKind: String, CaseIterable, Hashable, Sendable {
  /// Text in quotes.
  case string = "a string"
  /// A whole number.
  case integer = "an integer"
  /// `True` or `False`.
  case boolean = "True or False"
  /// Items in parentheses.
  case tuple = "a tuple"
  /// Items in brackets.
  case list = "a list"
  /// Entries in braces.
  case dictionary = "a dictionary"
}

/// The item types of numpy that hold no real numbers of up to 64 bits; the raw value is its word.
public enum ForeignElement: String, CaseIterable, Hashable, Sendable {
  /// Pairs of real numbers.
  case complex = "complex numbers"
  /// Points in time.
  case date = "dates"
  /// Spans of time.
  case duration = "time spans"
  /// Strings of bytes or of characters.
  case text = "text"
  /// Floats wider than 64 bits.
  case extendedFloat = "floats of more than 64 bits"
}

/// The keys of an `.npy` header.
public enum NpyKey: String, CaseIterable, Hashable, Sendable {
  /// The type of one item.
  case descr
  /// Whether the first index moves fastest.
  case fortranOrder = "fortran_order"
  /// The dimensions.
  case shape
}
