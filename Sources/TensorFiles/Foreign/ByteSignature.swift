/// Bytes that a kind of file has at a place.
struct ByteSignature: Hashable, Sendable {
  /// Where they stand.
  let position: Int
  /// What they are; `nil` for any byte.
  let bytes: [UInt8?]

  /// Bytes as two hexadecimal digits each, `..` for any, with spaces between.
  init(hexadecimal: String, at position: Int = 0) {
    self.position = position
    bytes = hexadecimal.split(separator: " ").map { UInt8($0, radix: 16) }
  }

  /// Bytes as text.
  init(_ text: String, at position: Int = 0) {
    self.position = position
    bytes = text.utf8.map { $0 }
  }

  /// A text, any four bytes, and another text: a chunk with its length.
  init(chunk: String, of kind: String) {
    position = 0
    bytes = Array(chunk.utf8) + [nil, nil, nil, nil] + Array(kind.utf8)
  }

  /// Whether a file has them.
  func isFound(in glimpse: FileGlimpse) -> Bool {
    guard let found = glimpse.bytes(at: position, count: bytes.count) else { return false }
    return zip(found, bytes).allSatisfy { $1 == nil || $0 == $1 }
  }
}
