/// What an importance matrix says of one tensor.
enum ImportanceRow {
  /// It has a weight for each column, under a name.
  case found(String, [Float])
  /// It has so many numbers under the name, which are not those of the columns.
  case misfit(String, count: Int)
  /// It has nothing under any name of the tensor.
  case absent

  /// The weights; none where there is no row that fits.
  var weights: [Float] {
    if case .found(_, let weights) = self { weights } else { [] }
  }

  /// Why there are none; nil where there are.
  var reason: String? {
    switch self {
    case .found: nil
    case .misfit(let name, let count): "'\(name)' has \(count) numbers, which are not its columns"
    case .absent: "no row in the importance matrix"
    }
  }
}
