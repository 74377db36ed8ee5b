/// What is wrong with a tree of tables.
///
/// Positions count bytes from 0 at its beginning.
public enum FlatBufferFault: Error, Hashable, Sendable {
  /// Something would lie outside the file.
  case pastEnd(position: Int, byteCount: Int, available: Int)
  /// An offset leads to itself.
  case offset(found: UInt32, position: Int)
  /// The list of a table's fields has a size that none can have.
  case fieldList(found: Int, position: Int)
}

extension FlatBufferFault {
  /// What is wrong and where, as the rest of a sentence that began with whose it is.
  var predicate: String {
    switch self {
    case .pastEnd(let position, let byteCount, let available):
      "leads to \(TensorFileError.bytes(byteCount)) at byte \(position), past the end of the file "
        + "at byte \(available)"
    case .offset(let found, let position):
      "has the offset \(found) at byte \(position), expected at least 4"
    case .fieldList(let found, let position):
      "has a list of fields of \(TensorFileError.bytes(found)) (byte \(position)), "
        + "expected an even number of at least 4"
    }
  }
}
