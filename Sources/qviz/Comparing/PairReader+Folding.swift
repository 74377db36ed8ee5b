import ModelComparison

extension PairReader {
  /// A pair under the transform by which its sides are nearest, and what the columns of what is stored are
  /// multiplied by; nil for nothing.
  func chosen(_ pair: TensorPair) -> (pair: TensorPair, factors: [Float]?) {
    let transform = pair.nearestTransform(by: relativeError)
    let chosen = pair.choosing(transform)
    guard transform == .asIs, let scales = foldedScales(before: pair) else { return (chosen, nil) }
    let (apart, together) = (
      sampledError(of: chosen, nil), sampledError(of: chosen, scales.factors)
    )
    guard together < apart else { return (chosen, nil) }
    return (pair.choosing(scales.transform), scales.factors)
  }

  /// What a norm lost that holds scales of matrices after it: those are no error of it.
  ///
  /// - Throws: `Failure` where a side is not read.
  func damage(ofNorm damage: TensorDamage, for matrices: Int) throws -> TensorDamage {
    let error = try sources(of: damage.pair) { original, stored in
      let (ours, theirs) = (
        original.values(0..<original.count), stored.values(0..<stored.count)
      )
      let scales = FoldedScales(norm: damage.pair.name, original: ours, stored: theirs)
      let scaled = scales.map { original.multiplied(byColumn: $0.factors) } ?? original
      return try PairComparison(
        original: scaled, quantized: stored, shape: damage.pair.shape
      ).run()
    }
    return damage.holdingScales(of: matrices, error: error)
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

  /// The scales that the norm before a matrix holds; nil where there are none.
  private func foldedScales(before pair: TensorPair) -> FoldedScales? {
    guard let norm = norms.norm(before: pair) else { return nil }
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
