/// Why a text of JSON could not be read.
///
/// Positions count bytes from 0 at the start of the file.
public enum JSONFault: Error, Hashable, Sendable {
  /// Something else stands where a member of an object goes on; `found` is `nil` at the end.
  case syntax(expected: JSONMemberToken, found: UInt8?, position: Int)
  /// A name or a value is not JSON; the position is that of the parser when it noticed.
  case invalid(JSONDefect, position: Int)
  /// A name is there twice in one object.
  case duplicateName(name: String, position: Int)
  /// The brackets of a value nest too deep.
  case nesting(limit: Int, position: Int)
  /// A value in brackets is longer than any that is read.
  case tooLong(limit: Int, found: Int, position: Int)
}

/// What the grammar of an object asks for at some byte; the raw value is its word.
public enum JSONMemberToken: String, CaseIterable, Hashable, Sendable {
  /// The beginning of an object.
  case object = "'{'"
  /// What follows the beginning of an object.
  case nameOrBrace = "a name in quotes or '}'"
  /// What follows a comma.
  case name = "a name in quotes"
  /// What separates a name from its value.
  case colon = "':'"
  /// Any value.
  case value = "a value"
  /// The end of a string.
  case closingQuote = "a closing quote"
  /// The end of a value in brackets.
  case closingBracket = "a closing bracket"
  /// What follows a member.
  case commaOrBrace = "',' or '}'"
  /// Nothing but white space.
  case nothing = "nothing behind the closing '}'"
}

/// What is wrong with a name or a value; the raw value is its word.
public enum JSONDefect: String, CaseIterable, Hashable, Sendable {
  /// A byte that no character has there.
  case notUTF8 = "bytes that are not UTF-8"
  /// A number that no machine integer or float can hold.
  case numberTooLarge = "a number that does not fit into 64 bits"
  /// A name that is there twice within a value.
  case duplicateName = "a name for the second time"
  /// A name within a value that has a zero byte.
  case zeroByte = "a name with a zero byte"
  /// Anything else.
  case syntax = "something that is not JSON"
}

/// The kinds of values in JSON; the raw value is its word.
public enum JSONValueKind: String, CaseIterable, Hashable, Sendable {
  /// Members in braces.
  case object = "an object"
  /// Items in brackets.
  case array = "an array"
  /// Text in quotes.
  case string = "a string"
  /// A number without a point or an exponent.
  case integer = "an integer"
  /// A number with a point or an exponent.
  case fraction = "a number with a fraction or an exponent"
  /// `true` or `false`.
  case boolean = "true or false"
  /// `null`.
  case null = "null"
}

extension JSONFault {
  /// What is wrong and where, as the rest of a sentence that began with what the text is.
  var predicate: String {
    switch self {
    case .syntax(let expected, let found, let position):
      if let found {
        "has \(TensorFileError.character(found)) at byte \(position), expected \(expected.rawValue)"
      } else {
        "ends at byte \(position), expected \(expected.rawValue)"
      }
    case .invalid(let defect, let position):
      "has \(defect.rawValue) near byte \(position)"
    case .duplicateName(let name, let position):
      "has the name \(TensorFileError.quoted(name)) a second time at byte \(position)"
    case .nesting(let limit, let position):
      "nests brackets deeper than \(limit) at byte \(position)"
    case .tooLong(let limit, let found, let position):
      "has a value of \(TensorFileError.bytes(found)) at byte \(position), "
        + "expected at most \(limit) in brackets"
    }
  }
}
