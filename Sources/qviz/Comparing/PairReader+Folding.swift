import ModelComparison

extension PairReader {
  /// A pair under the transform by which its sides are nearest, and what the columns of what is stored are
  /// multiplied by; nil for nothing.
  func chosen(_ pair: TensorPair) -> (pair: TensorPair, factors: [Float]?) {
    let transform = pair.nearestTransform(by: relativeError)
    let chosen = pair.choosing(transform)
    guard transform == .asIs, let scales = norms.norm(before: pair).flatMap(foldedScales(of:))
    else { return (chosen, nil) }
    let (apart, together) = (
      sampledError(of: chosen, nil), sampledError(of: chosen, scales.factors)
    )
    guard together < apart else { return (chosen, nil) }
    return (pair.choosing(scales.transform), scales.factors)
  }

  /// The scales of matrices after it that a norm holds, and of how many; nil for none.
  func scalesHeld(by pair: TensorPair) -> (scales: FoldedScales, matrices: Int)? {
    let matrices = norms.matrices(after: pair)
    guard !matrices.isEmpty, let scales = foldedScales(of: pair) else { return nil }
    let count = matrices.count { chosen($0).factors != nil }
    return count > 0 ? (scales, count) : nil
  }

  /// The original as a converter changed it, times the scales that it holds.
  func changed(
    _ original: ValueSource, of pair: TensorPair, _ scales: FoldedScales?
  ) -> ValueSource {
    let changed = original.changed(by: pair.transforms[0])
    return scales.map { changed.multiplied(byColumn: $0.factors) } ?? changed
  }

  /// What is stored, in the original's order and with its columns multiplied.
  ///
  /// - Throws: `Failure` where the shapes do not allow the transform.
  func ordered(
    _ stored: ValueSource, of pair: TensorPair, _ factors: [Float]?
  ) throws -> ValueSource {
    let transform = pair.transforms[0]
    guard let ordered = stored.inOrder(ofOriginal: pair.shape, before: transform) else {
      throw Failure("\(pair.name): \(transform) does not fit \(pair.shape)", exit: .badData)
    }
    return factors.map { ordered.multiplied(byColumn: $0) } ?? ordered
  }

  /// What a norm was multiplied by; nil where that is nothing.
  private func foldedScales(of norm: TensorPair) -> FoldedScales? {
    let numbers = try? sources(of: norm) { original, stored in
      (original.values(0..<original.count), stored.values(0..<stored.count))
    }
    return numbers.flatMap { FoldedScales(norm: norm.name, original: $0.0, stored: $0.1) }
  }

  private func sampledError(of pair: TensorPair, _ factors: [Float]?) -> Double {
    let error = try? sources(of: pair) { original, stored in
      RelativeErrorSample.relativeError(
        original: original, quantized: try ordered(stored, of: pair, factors),
        count: pair.comparedCount)
    }
    return error ?? .infinity
  }
}
