extension Pairing {
  /// How many comparisons of values one size of tensors is worth; beyond it, shapes decide.
  public static let contentLimit = 4096

  /// The pairing in which tensors that no name paired are paired by their values.
  ///
  /// Of all tensors with the same number of elements the two that are nearest to each other under
  /// any transform are a pair, then the nearest two of the others, and so on. Candidates are
  /// compared with each other, never with a threshold.
  ///
  /// - Parameter relativeError: ‖x − y‖ / ‖x‖ of a pair under a transform, of a sample or of all
  ///   values; NaN counts as infinite.
  /// - Returns: a pairing with more pairs; sizes with more than ``contentLimit`` combinations are
  ///   left as they are.
  /// - Complexity: at most ``contentLimit`` pairs are asked about for each size.
  public func matchingRest(
    byContent relativeError: (TensorPair, TensorTransform) -> Double
  ) -> Pairing {
    var found: [TensorPair] = []
    for group in restBySize where group.original.count * group.quantized.count <= Self.contentLimit
    {
      var candidates: [(error: Double, pair: TensorPair)] = []
      for ours in group.original {
        for theirs in group.quantized {
          guard let pair = maker.pair([ours], [theirs], .content) else { continue }
          let nearest = pair.nearest(by: relativeError, evenAlone: true)
          let error = nearest.error ?? .infinity
          candidates.append((error.isNaN ? .infinity : error, pair.choosing(nearest.transform)))
        }
      }
      candidates.sort {
        ($0.error, $0.pair.original[0], $0.pair.quantized[0])
          < ($1.error, $1.pair.original[0], $1.pair.quantized[0])
      }
      found += Self.disjoint(candidates.map(\.pair))
    }
    return adding(found)
  }

  /// The pairing in which tensors that no name paired are paired by shape and place: the n-th
  /// tensor of a shape with the n-th of that shape, where both sides have as many of them.
  ///
  /// - Returns: a pairing with more pairs; a shape that the sides have in different numbers is
  ///   left.
  public func matchingRestByShape() -> Pairing {
    var found: [TensorPair] = []
    let ours = Dictionary(grouping: restOfOriginal) { original[$0].shape }
    let theirs = Dictionary(grouping: restOfQuantized) { quantized[$0].shape }
    for (shape, indices) in ours where theirs[shape]?.count == indices.count {
      for (index, other) in zip(indices, theirs[shape] ?? []) {
        if let pair = maker.pair([index], [other], .shape) { found.append(pair) }
      }
    }
    return adding(found)
  }

  private var maker: PairMaker {
    PairMaker(original: original, quantized: quantized, hints: hints)
  }

  /// Tensors whose absence is explained do not look for a counterpart.
  private var restOfOriginal: [Int] { Self.unexplained(onlyInOriginal) }
  private var restOfQuantized: [Int] { Self.unexplained(onlyInQuantized) }

  private static func unexplained(_ tensors: [UnmatchedTensor]) -> [Int] {
    tensors.filter { $0.reason == .noCounterpart }.map(\.index)
  }

  /// What is left on both sides, by number of elements in ascending order.
  private var restBySize: [(original: [Int], quantized: [Int])] {
    let ours = Dictionary(grouping: restOfOriginal) { original[$0].elementCount }
    let theirs = Dictionary(grouping: restOfQuantized) { quantized[$0].elementCount }
    return ours.keys.sorted().compactMap { size in
      guard size > 0, let indices = ours[size], let others = theirs[size] else { return nil }
      return (indices, others)
    }
  }

  /// The first pairs that have no tensor in common with one before.
  private static func disjoint(_ pairs: [TensorPair]) -> [TensorPair] {
    var ours: Set<Int> = []
    var theirs: Set<Int> = []
    return pairs.filter { pair in
      guard ours.isDisjoint(with: pair.original), theirs.isDisjoint(with: pair.quantized) else {
        return false
      }
      ours.formUnion(pair.original)
      theirs.formUnion(pair.quantized)
      return true
    }
  }

  private func adding(_ found: [TensorPair]) -> Pairing {
    var pairing = self
    pairing.settle(found)
    return pairing
  }
}

extension TensorPair {
  /// The pair with one transform alone.
  ///
  /// - Parameter transform: the one that was chosen.
  /// - Returns: the same pair.
  public func choosing(_ transform: TensorTransform) -> TensorPair {
    TensorPair(
      original: original, quantized: quantized, name: name, counterpart: counterpart, match: match,
      shape: shape, transforms: [transform], comparedCount: comparedCount, extraRows: extraRows)
  }
}
