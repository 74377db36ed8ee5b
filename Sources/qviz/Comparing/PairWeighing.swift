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
  /// - Parameters:
  ///   - pair: The pair, with the transform under which it is compared.
  ///   - pairing: The tensors of both sides.
  ///   - importance: The matrix.
  init(of pair: TensorPair, in pairing: Pairing, by importance: Importance) {
    let shape = pair.shape
    let hasInputsFirst = pair.transforms[0] == .transposed && shape.count == 2
    func lookedUp(_ name: String, _ shape: [Int]) -> ImportanceRow {
      hasInputsFirst
        ? importance.rowOfInputs(of: name, shape: shape) : importance.row(of: name, shape: shape)
    }
    var found = lookedUp(pair.counterpart, shape)
    if found.weights.isEmpty, pair.original.count == 1 {
      found = Self.better(found, lookedUp(pair.name, shape))
    } else if found.weights.isEmpty {
      let parts = pair.original.map {
        importance.row(of: pairing.original[$0].name, shape: pairing.original[$0].shape)
      }
      found = Self.better(found, Self.joined(parts, shape: shape))
    }
    row = found
    weights =
      found.weights.isEmpty
      ? nil
      : hasInputsFirst
        ? ColumnWeights(found.weights, ofRowsOf: shape) : ColumnWeights(found.weights, shape: shape)
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
