/// What JSON asks for at some byte; the raw value is its word.
public enum JSONToken: String, CaseIterable, Hashable, Sendable {
  /// The object that a document is.
  case openingBrace = "'{'"
  /// Any value.
  case value = "a value"
  /// The name of a member.
  case name = "a name in quotes"
  /// What separates a name from its value.
  case colon = "':'"
  /// What follows a member.
  case commaOrBrace = "',' or '}'"
  /// What follows an item of an array.
  case commaOrBracket = "',' or ']'"
  /// The end of a string.
  case closingQuote = "a closing quote"
  /// A character that may stand in a string as it is.
  case character = "a character, or an escape for a control character"
  /// What may follow a backslash.
  case escape = #"one of " \ / b f n r t u behind a backslash"#
  /// A digit of a numbered character.
  case hexadecimalDigit = "a hexadecimal digit"
  /// The first half of a character beyond the first 65 536.
  case firstSurrogate = "the number of a character"
  /// Its second half.
  case secondSurrogate = "the second half of a character"
  /// A digit of a number.
  case digit = "a digit"
  /// One of the three words.
  case literal = "true, false or null"
  /// The end of the document.
  case nothing = "nothing behind the object"
}

/// The kinds of JSON values; the raw value is its word.
public enum JSONKind: String, CaseIterable, Hashable, Sendable {
  /// Members in braces.
  case object = "an object"
  /// Items in brackets.
  case array = "an array"
  /// Text in quotes.
  case string = "a string"
  /// A number.
  case number = "a number"
  /// `true` or `false`.
  case boolean = "true or false"

  /// The kind that a Swift type is read from.
  init(_ type: Any.Type) {
    self =
      if type == String.self {
        .string
      } else if type == Bool.self {
        .boolean
      } else if type == Double.self || type == Int.self {
        .number
      } else if String(describing: type).hasPrefix("Array") {
        .array
      } else {
        .object
      }
  }
}

/// Something that a file may leave unsaid about a tensor; the raw value is its word.
public enum TensorMember: String, CaseIterable, Hashable, Sendable {
  /// Activation or parameter.
  case role
  /// What the elements are stored as.
  case elementType = "element type"
  /// The dimensions.
  case shape
  /// Which elements share an encoding.
  case granularity
  /// The axis of channels or groups.
  case axis
  /// How many codes there are.
  case codes
  /// Whether codes start at zero or lie on both sides of it.
  case signedness = "sign of the codes"
  /// Whether the codes lie about the real zero.
  case symmetry
  /// The integer that a quotient goes to.
  case rounding
  /// Whether values are divided by the scale or multiplied by its inverse.
  case scaling
  /// The type in which the scales are stored.
  case scaleType = "type of the scales"
  /// The range asked for.
  case clippingRange = "clipping range"
  /// What chose the range.
  case rangeOrigin = "origin of the range"
  /// What a person has written about it.
  case note
  /// What the encodings did to the values when they were chosen.
  case error
}

/// A list with one element per block; the raw value is its name in a sentence.
public enum BlockPart: String, Hashable, Sendable {
  /// The ranges asked for.
  case clippingRanges = "clipping ranges"
  /// The lower bounds of the ranges asked for.
  case lowerBounds = "lower bounds"
  /// The upper bounds of the ranges asked for.
  case upperBounds = "upper bounds"
  /// The encodings.
  case encodings = "encodings"
  /// The scales.
  case scales = "scales"
  /// The zero-points.
  case zeroPoints = "zero-points"
}
