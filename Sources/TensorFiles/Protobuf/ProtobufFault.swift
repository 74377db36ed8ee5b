/// What is wrong with a message of Protocol Buffers.
///
/// Positions count bytes from 0 at the start of the file.
public enum ProtobufFault: Error, Hashable, Sendable {
  /// A field takes more bytes than the message has left.
  case cut(expected: UInt64, found: Int, position: Int)
  /// A field has no number, or its value lies in a way that does not exist.
  case key(position: Int)
  /// A number does not end.
  case varint(limit: Int, position: Int)
  /// A group does not end where it should, or lies too deep in others.
  case group(position: Int)

  /// What is wrong and where, as a clause.
  var clause: String {
    switch self {
    case .cut(let expected, let found, let position):
      "the field at byte \(position) takes "
        + "\(expected == 1 ? "1 byte" : "\(expected) bytes"), but only \(found) are left"
    case .key(let position): "no field begins at byte \(position)"
    case .varint(let limit, let position):
      "the number at byte \(position) goes on past \(limit) bytes"
    case .group(let position): "the group of fields at byte \(position) does not end"
    }
  }
}
