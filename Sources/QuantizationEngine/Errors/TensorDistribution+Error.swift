extension TensorDistribution {
  /// How many blocks one processor takes at a time.
  private static let blocksOfTurn = 16

  /// The error that some staircases make on the tensor, one staircase for each block.
  ///
  /// - Parameters:
  ///   - staircases: the staircase of each block, all with the same number of levels.
  ///   - reference: what divergences are measured against; without it they are left out.
  /// - Returns: the metrics over all blocks together.
  /// - Precondition: there is one staircase for each block.
  /// - Complexity: O(blocks · levels · log n), on all processors.
  public func error(
    on staircases: [Staircase], reference: DivergenceReference? = nil
  ) -> QuantizationError {
    precondition(staircases.count == blocks.count, "there must be one staircase for each block")
    // Few blocks of many levels share the processors by their levels.
    let turns = stride(from: 0, to: blocks.count, by: Self.blocksOfTurn).map {
      $0..<min($0 + Self.blocksOfTurn, blocks.count)
    }
    let levelCounts = sums.map(\.levelCounts)
    let error = QuantizationError(
      sums: sums.reduce(ErrorSums(), +),
      divergence: reference?.divergence(staircases: staircases, levelCounts: levelCounts))
    return bounded(error, on: staircases, levelCounts: levelCounts, reference: reference)
  }
}

extension Staircase {
  /// Where the values of a distribution land: the histogram of their levels over some bins.
  ///
  /// - Complexity: O(levels · log n).
  public func quantizedHistogram(
    of distribution: any Distribution, over bins: Bins
  ) -> Histogram {
    let steps = distribution.ranks(belowRounding: thresholds) + [distribution.count]
    var histogram = Histogram(bins: bins, counts: Array(repeating: 0, count: bins.count))
    var previous = 0
    for (level, rank) in zip(levels, steps) {
      let count = rank - previous
      previous = rank
      guard count > 0 else { continue }
      let value = Double(level)
      if let index = bins.index(of: value) {
        histogram.counts[index] += count
      } else if value < bins.lower {
        histogram.below += count
      } else {
        histogram.above += count
      }
    }
    return histogram
  }

  /// The squared error by value: for each bin, Σe² over the values in it.
  ///
  /// - Returns: one sum for each bin, in units of the tensor, squared.
  /// - Complexity: O((bins + levels) · log n).
  public func squaredError(of distribution: any Distribution, over bins: Bins) -> [Double] {
    let edges = distribution.ranks(below: bins.countingEdges)
    let steps = [0] + distribution.ranks(belowRounding: thresholds) + [distribution.count]
    let ranks = (edges + steps).sorted()
    let moments = distribution.moments(below: ranks)
    var errors = [Double](repeating: 0, count: bins.count)
    var bin = 0
    var step = 0
    for (lower, upper) in zip(moments, moments.dropFirst()) where lower.count < upper.count {
      while bin < bins.count, edges[bin + 1] <= lower.count { bin += 1 }
      while steps[step + 1] <= lower.count { step += 1 }
      guard bin < bins.count, lower.count >= edges[0] else { continue }
      errors[bin] += (upper - lower).squaredDeviation(from: Double(levels[step]))
    }
    return errors
  }
}
