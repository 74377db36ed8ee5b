/// What is wrong with gzip.
///
/// Positions count packed bytes from the start.
public enum GzipFault: Error, Equatable, Sendable {
  /// The packed bytes are not what they should be, or what comes of them has another checksum or
  /// length than they say.
  case corrupt(reason: String, position: Int)
  /// The bytes end within a member.
  case cut(position: Int)
  /// Something other than padding follows the last member.
  case leftOver(position: Int)
  /// What was packed is gzip itself.
  case nested
  /// The name promises gzip, and the bytes begin otherwise.
  case otherBeginning

  /// The fault of a member that zlib refused, which begins behind some bytes.
  init(_ fault: ZipFault, after start: Int) {
    guard case .corrupt(let reason, let position) = fault else {
      self = .cut(position: start)
      return
    }
    self = .corrupt(reason: reason, position: start + position)
  }

  /// What follows the path in the sentence.
  var predicate: String {
    switch self {
    case .corrupt(let reason, let position):
      "its gzip is damaged: \(reason) (byte \(position) of what is packed)"
    case .cut(let position):
      "its gzip was cut: \(TensorFileError.bytes(position)) are not all of it"
    case .leftOver(let position):
      "something follows its gzip at byte \(position), expected its end, zeros, or more gzip"
    case .nested: "is gzip within gzip; unpack it once"
    case .otherBeginning: "is called .gz and does not begin as gzip does (1F 8B 08)"
    }
  }
}
