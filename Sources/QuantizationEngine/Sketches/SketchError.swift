/// Why a sketch cannot be made, read or used.
public enum SketchError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes do not begin as a sketch does.
  case notASketch
  /// A version that is not read.
  case unknownVersion(Int)
  /// There are fewer or more bytes than the header says.
  case wrongLength(expected: Int, found: Int)
  /// There are more bytes than any sketch has.
  case tooLong(limit: Int, found: Int)
  /// The checksum is not that of the bytes.
  case wrongChecksum
  /// The bytes contradict themselves at a position.
  case malformed(position: Int)
  /// More elements than the sums can hold.
  case tooManyElements
  /// A granularity with more blocks than sketches are kept for.
  case tooManyBlocks(found: Int, limit: Int)

  /// One sentence: what is wrong, what was expected, what was found.
  public var description: String {
    switch self {
    case .notASketch:
      "this is not a sketch: it does not begin with \"qvizsket\""
    case .unknownVersion(let version):
      "the sketch has version \(version), and only version 1 is read"
    case .wrongLength(let expected, let found):
      "the sketch should have \(expected) bytes and has \(found): it was cut or added to"
    case .tooLong(let limit, let found):
      "a sketch has at most \(limit) bytes, found \(found)"
    case .wrongChecksum:
      "the checksum of the sketch is wrong: it was damaged"
    case .malformed(let position):
      "the sketch contradicts itself at byte \(position)"
    case .tooManyElements:
      "a sketch holds at most \(TensorSketch.largestElementCount) elements"
    case .tooManyBlocks(let found, let limit):
      "a sketch is kept for at most \(limit) blocks, and this granularity has \(found):"
        + " measure it per tensor, or give it more memory"
    }
  }
}
