/// A field of what may be a message of Protocol Buffers, as far as it tells a model by it.
struct MessageField {
  /// The number that the message's description gives it.
  let number: Int
  /// Where its contents lie in the file: the bytes that it counts, or its number.
  let contents: Range<Int>
  /// Whether it counts bytes: a text or a message.
  let isCounted: Bool

  /// The field that begins at a place; `nil` where none does, or one that the file does not hold.
  init?(_ glimpse: FileGlimpse, at position: Int) {
    guard (0...glimpse.byteCount).contains(position) else { return nil }
    var cursor = ProtobufCursor(glimpse.file, position..<glimpse.byteCount)
    guard let field = try? cursor.next() else { return nil }
    number = field.number
    switch field.value {
    case .bytes(let range): (contents, isCounted) = (range, true)
    case .varint, .fixed32, .fixed64: (contents, isCounted) = (field.bytes, false)
    case .group, .endOfGroup: return nil
    }
  }

  /// Whether the contents are some printable text of a name's length.
  func isText(in glimpse: FileGlimpse) -> Bool {
    guard isCounted, (1...256).contains(contents.count),
      let bytes = glimpse.bytes(at: contents.lowerBound, count: contents.count)
    else { return false }
    return bytes.allSatisfy { (0x20..<0x7F).contains($0) }
  }
}
