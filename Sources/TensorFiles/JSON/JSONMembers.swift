/// A walk over the members of an object in a text of JSON, from which no tree is built.
///
/// What lies between the members is checked here. A name and a value are found by their quotes and
/// brackets and parsed one at a time by whoever wants them (``ParsedJSON``), which checks all of their
/// grammar: where a value is malformed and its end was guessed wrong, it is refused there.
///
///     var members = try JSONMembers(of: text, in: 8..<text.count)
///     while let member = try members.next() { … }
struct JSONMembers {
  /// How deep brackets may nest; a header has three levels.
  static let maximumDepth = 32

  /// The byte behind what has been walked.
  private(set) var position: Int
  private let text: [UInt8]
  private let end: Int
  private var names: Set<ExactText> = []
  private var isAtFirst = true

  /// The members of the object that some bytes of a text begin with.
  ///
  /// - Throws: ``JSONFault/syntax(expected:found:position:)`` if they do not begin with `{`.
  /// - Precondition: `range` lies within the text.
  init(of text: [UInt8], in range: Range<Int>) throws(JSONFault) {
    precondition(text.indices.contains(range), "an object lies within its text")
    self.text = text
    position = range.lowerBound
    end = range.upperBound
    guard take(UInt8(ascii: "{")) else { throw unexpected(.object) }
  }

  /// The next member; `nil` behind the last, and then ``position`` is behind the `}`.
  ///
  /// - Throws: ``JSONFault``: about this member, or what stands between it and the one before.
  mutating func next() throws(JSONFault) -> JSONMember? {
    skipSpaces()
    if take(UInt8(ascii: "}")) { return nil }
    if !isAtFirst {
      guard take(UInt8(ascii: ",")) else { throw unexpected(.commaOrBrace) }
      skipSpaces()
    }
    let start = position
    guard peek() == UInt8(ascii: "\"") else { throw unexpected(isAtFirst ? .nameOrBrace : .name) }
    isAtFirst = false
    try skipString()
    guard case .string(let name) = try ParsedJSON(text, in: start..<position) else {
      throw .syntax(expected: .name, found: text[start], position: start)
    }
    guard names.insert(ExactText(name)).inserted else {
      throw .duplicateName(name: name, position: start)
    }
    skipSpaces()
    guard take(UInt8(ascii: ":")) else { throw unexpected(.colon) }
    skipSpaces()
    let value = position
    try skipValue()
    return JSONMember(name: name, position: start, value: value..<position)
  }

  /// Throws unless nothing but white space is left.
  func requireEnd() throws(JSONFault) {
    var rest = self
    rest.skipSpaces()
    guard rest.position == end else { throw rest.unexpected(.nothing) }
  }

  // MARK: Bytes

  private func peek() -> UInt8? { position < end ? text[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpaces() {
    while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private func unexpected(_ token: JSONMemberToken) -> JSONFault {
    .syntax(expected: token, found: peek(), position: position)
  }

  /// Skips from an opening quote to behind the closing one.
  private mutating func skipString() throws(JSONFault) {
    let text = text
    let bytes = text.span
    var next = position + 1
    while next < end {
      let byte = bytes[next]
      next += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "\"") {
        position = next
        return
      }
    }
    position = end
    throw unexpected(.closingQuote)
  }

  /// Skips a value, by its brackets if it has some.
  private mutating func skipValue() throws(JSONFault) {
    var depth = 0
    let start = position
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""): try skipString()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard depth < Self.maximumDepth else {
          throw .nesting(limit: Self.maximumDepth, position: position)
        }
        depth += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        // Behind a value without brackets it is the object's own.
        guard depth > 0 else { return try requireValue(from: start) }
        depth -= 1
        position += 1
      case UInt8(ascii: ","), 0x20, 0x0A, 0x0D, 0x09:
        guard depth > 0 else { return try requireValue(from: start) }
        position += 1
        continue
      default:
        position += 1
        continue
      }
      if depth == 0 { return }
    }
    guard depth == 0 else { throw unexpected(.closingBracket) }
    try requireValue(from: start)
  }

  private func requireValue(from start: Int) throws(JSONFault) {
    guard position > start else { throw unexpected(.value) }
  }
}

/// A member of an object: its name, and where its value lies in the text.
struct JSONMember: Hashable, Sendable {
  /// The name, its escapes resolved.
  let name: String
  /// Where the name begins.
  let position: Int
  /// The bytes of the value.
  let value: Range<Int>
}
