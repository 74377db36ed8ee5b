/// Bytes that lie in memory because they cannot be read where they are.
public struct SpooledBytes: Hashable, Sendable {
  /// Where bytes came from; the raw value is its words.
  public enum Origin: String, CaseIterable, Hashable, Sendable {
    /// As they are out of a pipe.
    case pipe = "read from a pipe"
    /// Unpacked out of a file.
    case gzip = "unpacked from gzip"
    /// Unpacked as they came out of a pipe.
    case packedPipe = "unpacked from gzip out of a pipe"
    /// Out of several files, one behind another.
    case joined = "joined from several files"
  }

  /// Where they came from.
  public let origin: Origin
  /// How many they are.
  public let byteCount: Int
}
