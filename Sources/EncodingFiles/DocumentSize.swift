/// How much a document of encodings may hold, so that a file of any size takes bounded memory.
public enum DocumentSize {
  /// How many blocks are written: 8192 × 28 672 weights in groups of 32 have seven eighths of them.
  public static let blockLimit = 1 << 23

  /// How many bytes are read: 1.25 GiB.
  ///
  /// No format of this module takes more for ``blockLimit`` blocks: the largest has four numbers of at
  /// most 24 characters for each, in lines of their own that begin with 10 spaces and end with a comma.
  public static let limit = 1280 << 20

  /// How many bytes are read besides lists of numbers: 256 MiB.
  static let textLimit = 256 << 20

  /// How many numbers are read in lists: twice what ``blockLimit`` blocks have.
  static let numberLimit = 1 << 26

  /// How many members of one object are read.
  static let memberLimit = 1 << 20

  /// Throws ``EncodingFileError/tooManyBlocks(limit:found:)`` if there are more than are written.
  public static func check(blockCount: Int) throws(EncodingFileError) {
    guard blockCount <= blockLimit else {
      throw .tooManyBlocks(limit: blockLimit, found: blockCount)
    }
  }

  /// Throws ``EncodingFileError/tooLarge(limit:found:)`` if there are more bytes than are read.
  static func check(_ byteCount: Int) throws(EncodingFileError) {
    guard byteCount <= limit else { throw .tooLarge(limit: limit, found: byteCount) }
  }
}
