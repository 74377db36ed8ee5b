import ModelComparison

/// What an importance matrix says of a pair, under the name of either side.
struct PairWeighing {
  /// What it says.
  let row: ImportanceRow
  /// The weights of the original's columns, or of its rows where those are the inputs; nil where there are
  /// none that fit.
  let weights: ColumnWeights?

  /// Looks a pair up: by its counterpart's name first, which is that of the matrix where both are GGUF.
  ///
  /// A matrix that was transposed has its inputs along its rows, and so has one whose weights are as many as
  /// its rows and not as its columns.
  ///
  /// - Parameters:
  ///   - pair: The pair, with the transform under which it is compared.
  ///   - pairing: The tensors of both sides.
  ///   - importance: The matrix.
  init(of pair: TensorPair, in pairing: Pairing, by importance: Importance) {
    let shape = pair.shape
    let columns = Self.row(of: pair, in: pairing, by: importance)
    guard shape.count == 2, pair.transforms[0] == .transposed || columns.weights.isEmpty else {
      row = columns
      weights = columns.weights.isEmpty ? nil : ColumnWeights(columns.weights, shape: shape)
      return
    }
    let names = [pair.counterpart] + (pair.original.count == 1 ? [pair.name] : [])
    let rows = names.map { importance.rowOfInputs(of: $0, shape: shape) }
    let found = rows.first { !$0.weights.isEmpty }
    row = found ?? (columns.weights.isEmpty ? columns : rows[0])
    weights = found.flatMap { ColumnWeights($0.weights, ofRowsOf: shape) }
  }

  /// What the matrix says of the columns.
  private static func row(
    of pair: TensorPair, in pairing: Pairing, by importance: Importance
  ) -> ImportanceRow {
    let counterpart = importance.row(of: pair.counterpart, shape: pair.shape)
    guard counterpart.weights.isEmpty else { return counterpart }
    guard pair.original.count > 1 else {
      return better(counterpart, importance.row(of: pair.name, shape: pair.shape))
    }
    let parts = pair.original.map {
      importance.row(of: pairing.original[$0].name, shape: pairing.original[$0].shape)
    }
    return better(counterpart, joined(parts, shape: pair.shape))
  }

  /// The one that has weights, or says more.
  private static func better(_ one: ImportanceRow, _ other: ImportanceRow) -> ImportanceRow {
    if case .absent = other { one } else { other }
  }

  /// The rows of tensors that follow one another as one: those of experts in a list, those of q, k and v,
  /// which have one input, once.
  private static func joined(_ parts: [ImportanceRow], shape: [Int]) -> ImportanceRow {
    guard case .found(let name, let first)? = parts.first,
      parts.allSatisfy({ !$0.weights.isEmpty })
    else { return parts.first { $0.weights.isEmpty } ?? .absent }
    if shape.count == 3, shape[0] == parts.count {
      return .found(name, parts.flatMap(\.weights))
    }
    return parts.allSatisfy { $0.weights == first } ? .found(name, first) : .absent
  }
}
