/// Why a file is no importance matrix.
///
/// Positions count bytes from 0 at the start of the file.
public enum ImportanceFault: Error, Hashable, Sendable {
  /// A GGUF file has no sums of squares.
  case noSums
  /// Sums have no counts beside them.
  case noCounts(name: String)
  /// Sums are no whole number of columns for each count.
  case counts(name: String, sumCount: Int, countCount: Int)
  /// The file ends where more should follow.
  case cut(position: Int)
  /// A number cannot be what it should be there.
  case number(found: Int, position: Int)
  /// A tensor is there twice.
  case duplicate(name: String, position: Int)
  /// A tensor of means is neither a vector nor a matrix.
  case shape(name: String, shape: [Int])
  /// Something follows the end.
  case rest(position: Int)
}

extension ImportanceFault {
  /// What is wrong, as the rest of a sentence that began with the path.
  var predicate: String {
    switch self {
    case .noSums: "has no tensor '….in_sum2', expected an importance matrix of llama-imatrix"
    case .noCounts(let name):
      "has sums for \(TensorFileError.quoted(name)) and no \(TensorFileError.quoted(name + ".counts"))"
    case .counts(let name, let sums, let counts):
      "has \(sums) sums for \(TensorFileError.quoted(name)) and \(counts) counts, expected as many "
        + "sums for each"
    case .cut(let position):
      "ends at byte \(position) where an importance matrix goes on"
    case .number(let found, let position):
      "has \(found) at byte \(position), which an importance matrix cannot have there"
    case .duplicate(let name, let position):
      "has \(TensorFileError.quoted(name)) a second time (byte \(position))"
    case .shape(let name, let shape):
      "has \(TensorFileError.quoted(name)) of the shape \(shape), expected the mean square of each column"
    case .rest(let position):
      "goes on at byte \(position), expected the end of an importance matrix"
    }
  }
}
