/// How long a document of encodings may be.
public enum DocumentSize {
  /// How many bytes are read: 256 MiB, some ten million blocks.
  public static let limit = 256 << 20

  /// Throws ``EncodingFileError/tooLarge(limit:found:)`` if there are more bytes than are read.
  static func check(_ byteCount: Int) throws(EncodingFileError) {
    guard byteCount <= limit else { throw .tooLarge(limit: limit, found: byteCount) }
  }
}
