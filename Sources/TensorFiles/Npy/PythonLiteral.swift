/// A value written as Python writes it, and where it begins in the file.
///
/// Only what an `.npy` header can hold: no names, no operators, no calls, nothing to evaluate.
///
///     literal    = dictionary | list | tuple | "(" literal ")" | string | integer | truth
///     dictionary = "{" [ string ":" literal { "," string ":" literal } [ "," ] ] "}"
///     list       = "[" [ literal { "," literal } [ "," ] ] "]"
///     tuple      = "(" ")" | "(" literal "," [ literal { "," literal } [ "," ] ] ")"
///     string     = "'" { character | escape } "'" | '"' { character | escape } '"'
///     integer    = [ "-" ] ( "0" | nonzero { digit } ) [ "L" ]
///     truth      = "True" | "False"
struct PythonLiteral: Hashable, Sendable {
  /// What stands there.
  let value: Value
  /// The position of its first byte in the file.
  let position: Int

  /// The kinds of values.
  indirect enum Value: Hashable, Sendable {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case tuple([PythonLiteral])
    case list([PythonLiteral])
    case dictionary([Entry])
  }

  /// One key of a dictionary and its value; equal keys are kept, for the reader to refuse.
  struct Entry: Hashable, Sendable {
    let key: String
    let keyPosition: Int
    let literal: PythonLiteral
  }

  /// The word for the kind of this value in a sentence.
  var kind: HeaderValueKind {
    switch value {
    case .string: .string
    case .integer: .integer
    case .boolean: .boolean
    case .tuple: .tuple
    case .list: .list
    case .dictionary: .dictionary
    }
  }
}

/// Reads one ``PythonLiteral`` out of the bytes of a header.
///
/// It looks at each byte once and recurses at most ``maximumDepth`` deep, so a hostile header
/// costs no more than its length.
struct PythonLiteralParser {
  /// How deep brackets may nest: numpy's structured types need a few, an attack thousands.
  static let maximumDepth = 32

  private let path: String
  private let bytes: [UInt8]
  /// The position in the file of `bytes[0]`.
  private let start: Int
  private var next = 0
  private var depth = 0

  /// The literal that fills `bytes`, white space around it allowed.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - start: The position of its first byte in the file.
  ///   - path: The file, for the sentences.
  /// - Returns: The literal.
  /// - Throws: ``TensorFileError/headerSyntax(path:expected:found:position:)``,
  ///   `headerNesting`, `headerInteger`.
  static func literal(
    in bytes: [UInt8], at start: Int, path: String
  ) throws(TensorFileError) -> PythonLiteral {
    var parser = PythonLiteralParser(path: path, bytes: bytes, start: start)
    let literal = try parser.literal()
    parser.skipSpace()
    guard parser.peek == nil else { throw parser.error(expecting: .nothing) }
    return literal
  }

  private init(path: String, bytes: [UInt8], start: Int) {
    self.path = path
    self.bytes = bytes
    self.start = start
  }

  private var peek: UInt8? { next < bytes.count ? bytes[next] : nil }

  private func error(expecting token: HeaderToken) -> TensorFileError {
    .headerSyntax(path: path, expected: token, found: peek, position: start + next)
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      next += 1
    }
  }

  /// Moves past `byte` if it is next, white space before it skipped.
  private mutating func skip(_ byte: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: byte) else { return false }
    next += 1
    return true
  }

  private mutating func literal() throws(TensorFileError) -> PythonLiteral {
    skipSpace()
    let position = start + next
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      throw .headerNesting(path: path, limit: Self.maximumDepth, position: position)
    }
    switch peek {
    case UInt8(ascii: "{"):
      return PythonLiteral(value: .dictionary(try entries()), position: position)
    case UInt8(ascii: "["):
      next += 1
      let items = try items(until: "]", expecting: .commaOrBracket).literals
      return PythonLiteral(value: .list(items), position: position)
    case UInt8(ascii: "("):
      next += 1
      let (items, hasComma) = try items(until: ")", expecting: .commaOrParenthesis)
      if items.count == 1, !hasComma { return items[0] }
      return PythonLiteral(value: .tuple(items), position: position)
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      return PythonLiteral(value: .string(try string()), position: position)
    case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
      return PythonLiteral(value: .integer(try integer()), position: position)
    case UInt8(ascii: "T") where skip(word: "True"):
      return PythonLiteral(value: .boolean(true), position: position)
    case UInt8(ascii: "F") where skip(word: "False"):
      return PythonLiteral(value: .boolean(false), position: position)
    default: throw error(expecting: .value)
    }
  }

  private mutating func entries() throws(TensorFileError) -> [PythonLiteral.Entry] {
    next += 1
    var entries: [PythonLiteral.Entry] = []
    while !skip("}") {
      guard peek == UInt8(ascii: "'") || peek == UInt8(ascii: "\"") else {
        throw error(expecting: .key)
      }
      let position = start + next
      let key = try string()
      guard skip(":") else { throw error(expecting: .colon) }
      let literal = try literal()
      entries.append(PythonLiteral.Entry(key: key, keyPosition: position, literal: literal))
      guard skip(",") else {
        guard skip("}") else { throw error(expecting: .commaOrBrace) }
        break
      }
    }
    return entries
  }

  /// The items up to a closing bracket, and whether a comma followed the last of them.
  private mutating func items(
    until closing: Unicode.Scalar, expecting token: HeaderToken
  ) throws(TensorFileError) -> (literals: [PythonLiteral], hasComma: Bool) {
    var items: [PythonLiteral] = []
    while !skip(closing) {
      items.append(try literal())
      guard skip(",") else {
        guard skip(closing) else { throw error(expecting: token) }
        return (items, false)
      }
    }
    return (items, true)
  }

  private mutating func skip(word: StaticString) -> Bool {
    let end = next + word.utf8CodeUnitCount
    guard end <= bytes.count, bytes[next..<end].elementsEqual("\(word)".utf8) else { return false }
    next = end
    return true
  }

  private mutating func integer() throws(TensorFileError) -> Int {
    let first = next
    let isNegative = peek == UInt8(ascii: "-")
    if isNegative { next += 1 }
    let firstDigit = next
    var value = 0
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      // Python reads no leading zeros either: once they meant octal.
      guard next == firstDigit || bytes[firstDigit] != UInt8(ascii: "0") else {
        throw error(expecting: .endOfInteger)
      }
      let digit = Int(byte - UInt8(ascii: "0"))
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) =
        isNegative
        ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
      guard !overflow, !carry else {
        throw .headerInteger(path: path, position: start + first)
      }
      value = sum
      next += 1
    }
    guard next > firstDigit else { throw error(expecting: .digit) }
    // Python 2 wrote it behind its long integers.
    if peek == UInt8(ascii: "L") { next += 1 }
    return value
  }
}

// MARK: - Strings

extension PythonLiteralParser {
  private mutating func string() throws(TensorFileError) -> String {
    let quote = peek
    next += 1
    // A run of bytes that are not UTF-8 is repaired: such text can only be refused anyway.
    var text: [UInt8] = []
    while let byte = peek, byte != quote {
      guard byte != 0x0A, byte != 0x0D else { throw error(expecting: .closingQuote) }
      next += 1
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      text.append(contentsOf: Array(String(try escaped()).utf8))
    }
    guard peek != nil else { throw error(expecting: .closingQuote) }
    next += 1
    return String(decoding: text, as: UTF8.self)
  }

  /// The character a backslash and what follows it stand for: those that Python's `repr` writes.
  private mutating func escaped() throws(TensorFileError) -> Unicode.Scalar {
    let letter = peek
    let scalar: Unicode.Scalar
    switch letter {
    case UInt8(ascii: "\\"): scalar = "\\"
    case UInt8(ascii: "'"): scalar = "'"
    case UInt8(ascii: "\""): scalar = "\""
    case UInt8(ascii: "n"): scalar = "\n"
    case UInt8(ascii: "r"): scalar = "\r"
    case UInt8(ascii: "t"): scalar = "\t"
    case UInt8(ascii: "x"): return try numbered(digits: 2)
    case UInt8(ascii: "u"): return try numbered(digits: 4)
    case UInt8(ascii: "U"): return try numbered(digits: 8)
    default: throw error(expecting: .escape)
    }
    next += 1
    return scalar
  }

  private mutating func numbered(digits: Int) throws(TensorFileError) -> Unicode.Scalar {
    next += 1
    let first = next
    var number: UInt32 = 0
    while next < first + digits {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error(expecting: .hexadecimalDigit)
      }
      number = number << 4 | UInt32(digit)
      next += 1
    }
    guard let scalar = Unicode.Scalar(number) else {
      next = first
      throw error(expecting: .characterNumber)
    }
    return scalar
  }
}
