/// A check that bytes are one JSON object, strictly by RFC 8259, before anybody decodes it.
///
/// The library that decodes drops one of two equal names, allows a comma too many, and does not say
/// where a text goes wrong. This check refuses all three with a position,
/// and bounds the nesting, so that the library sees only texts that are sound. On its way it sets lists
/// of numbers aside.
struct JSONSyntax {
  /// How deep brackets may nest; the deepest document here has 5 levels.
  static let nestingLimit = 32

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  private var skeleton = JSONSkeleton()
  /// How much of the text is in the skeleton.
  private var copied = 0

  /// Throws if `bytes` are anything but one sound object.
  ///
  /// - Returns: The text with its lists of numbers set aside.
  /// - Complexity: O(bytes); see ``DocumentSize`` for what bounds memory.
  @discardableResult
  static func check(_ bytes: [UInt8]) throws(EncodingFileError) -> JSONSkeleton {
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw .notUTF8(position: error.byteOffsets.lowerBound)
    }
    var syntax = JSONSyntax(bytes: bytes)
    syntax.skipSpace()
    guard syntax.next == UInt8(ascii: "{") else { throw syntax.unexpected(.openingBrace) }
    try syntax.value()
    syntax.skipSpace()
    guard syntax.next == nil else { throw syntax.unexpected(.nothing) }
    try syntax.skeleton.append(bytes[syntax.copied...])
    return syntax.skeleton
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private var next: UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  private func unexpected(_ expected: JSONToken) -> EncodingFileError {
    .syntax(expected: expected, found: next, position: position)
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D {
      position += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func value() throws(EncodingFileError) {
    switch next {
    case UInt8(ascii: "{"):
      try enter()
      try object()
      depth -= 1
    case UInt8(ascii: "["):
      try enter()
      try array()
      depth -= 1
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    case UInt8(ascii: "n"): try literal("null")
    case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte): try number()
    default: throw unexpected(.value)
    }
  }

  private mutating func enter() throws(EncodingFileError) {
    guard depth < Self.nestingLimit else {
      throw .nesting(limit: Self.nestingLimit, position: position)
    }
    depth += 1
    position += 1
  }

  private mutating func object() throws(EncodingFileError) {
    skipSpace()
    if take(UInt8(ascii: "}")) { return }
    var names: Set<[UInt8]> = []
    while true {
      skipSpace()
      let start = position
      guard next == UInt8(ascii: "\"") else { throw unexpected(.name) }
      try string()
      let name = try JSONText.string(Array(bytes[start..<position]))
      guard names.insert(Array(name.utf8)).inserted else {
        throw .duplicateMember(name, position: start)
      }
      guard names.count <= DocumentSize.memberLimit else {
        throw .tooManyMembers(limit: DocumentSize.memberLimit, position: start)
      }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw unexpected(.colon) }
      skipSpace()
      try value()
      skipSpace()
      if take(UInt8(ascii: "}")) { return }
      guard take(UInt8(ascii: ",")) else { throw unexpected(.commaOrBrace) }
    }
  }

  private mutating func array() throws(EncodingFileError) {
    let start = position - 1
    skipSpace()
    if take(UInt8(ascii: "]")) { return }
    // Nil once an item is no number.
    var numbers: [Double]? = []
    while true {
      skipSpace()
      if numbers != nil, let byte = next, byte == UInt8(ascii: "-") || Self.isDigit(byte) {
        numbers?.append(try listedNumber())
      } else {
        numbers = nil
        try value()
      }
      skipSpace()
      if take(UInt8(ascii: "]")) {
        guard let numbers else { return }
        try skeleton.append(bytes[copied..<start])
        skeleton.append(numbers)
        copied = position
        return
      }
      guard take(UInt8(ascii: ",")) else { throw unexpected(.commaOrBracket) }
    }
  }

  private mutating func literal(_ word: StaticString) throws(EncodingFileError) {
    for byte in word.description.utf8 {
      guard take(byte) else { throw unexpected(.literal) }
    }
  }
}

// MARK: Strings and numbers

extension JSONSyntax {
  private mutating func string() throws(EncodingFileError) {
    position += 1
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return
      case UInt8(ascii: "\\"):
        position += 1
        try escape()
      case 0..<0x20: throw unexpected(.character)
      default: position += 1
      }
    }
    throw unexpected(.closingQuote)
  }

  private mutating func escape() throws(EncodingFileError) {
    guard let byte = next, #""\/bfnrtu"#.utf8.contains(byte) else { throw unexpected(.escape) }
    position += 1
    guard byte == UInt8(ascii: "u") else { return }
    switch try codeUnit() {
    case 0xD800..<0xDC00:
      guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
        throw unexpected(.secondSurrogate)
      }
      let start = position
      guard (0xDC00..<0xE000).contains(try codeUnit()) else {
        position = start
        throw unexpected(.secondSurrogate)
      }
    case 0xDC00..<0xE000:
      position -= 4
      throw unexpected(.firstSurrogate)
    default: return
    }
  }

  private mutating func codeUnit() throws(EncodingFileError) -> Int {
    var unit = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected(.hexadecimalDigit)
      }
      unit = unit << 4 | digit
      position += 1
    }
    return unit
  }

  private mutating func number() throws(EncodingFileError) {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
      try digits()
    }
    // Only an exponent or hundreds of digits can lead out of the range of a Double.
    let text = bytes[start..<position]
    guard text.count > 200 || text.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else {
      return
    }
    let significand = text.prefix { $0 | 0x20 != UInt8(ascii: "e") }
    let isZero = !significand.contains { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }
    guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite,
      isZero || value != 0
    else {
      throw .numberNotRepresentable(position: start)
    }
  }

  private mutating func listedNumber() throws(EncodingFileError) -> Double {
    let start = position
    try number()
    try skeleton.count()
    // A number that is sound and not out of range is one of the library too.
    return Double(String(decoding: bytes[start..<position], as: UTF8.self)) ?? 0
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private mutating func digits() throws(EncodingFileError) {
    let start = position
    while let byte = next, Self.isDigit(byte) { position += 1 }
    guard position > start else { throw unexpected(.digit) }
  }
}
