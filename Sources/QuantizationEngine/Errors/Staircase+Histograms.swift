extension Staircase {
  /// Where values land: the histogram of their levels over some bins.
  ///
  /// - Parameters:
  ///   - sums: the sums over the values, on this staircase.
  ///   - bins: the bins; levels outside of them are counted as below or above.
  /// - Returns: one count for each bin.
  /// - Precondition: the sums are those of one block.
  /// - Complexity: O(levels); the values are not asked again.
  public func quantizedHistogram(of sums: ErrorSums, over bins: Bins) -> Histogram {
    precondition(sums.levelCounts.count == levels.count, "the sums belong to another staircase")
    var histogram = Histogram(bins: bins, counts: Array(repeating: 0, count: bins.count))
    for (level, count) in zip(levels, sums.levelCounts) where count > 0 {
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
  /// - Parameters:
  ///   - distribution: the values.
  ///   - sums: their sums on this staircase.
  ///   - bins: the bins.
  /// - Returns: one sum for each bin, in units of the tensor, squared.
  /// - Precondition: the sums are those of the distribution alone.
  /// - Complexity: O(bins · log n + levels): only the steps that an edge cuts are asked for again.
  public func squaredError(
    of distribution: any Distribution, sums: ErrorSums, over bins: Bins
  ) -> [Double] {
    precondition(
      sums.levelSquaredErrors.count == levels.count, "the sums belong to another staircase")
    let edges = distribution.ranks(below: bins.countingEdges)
    // `starts[i]` values go to a level below level i.
    var starts = [0]
    starts.reserveCapacity(levels.count + 1)
    for count in sums.levelCounts { starts.append(starts[starts.count - 1] + count) }
    // The line is cut at the edges, and at both ends of each step that an edge cuts: what lies between
    // two neighbouring cuts is a part of one step, or some whole steps.
    var cuts = edges
    var step = 0
    for edge in edges {
      while step < levels.count, starts[step + 1] <= edge { step += 1 }
      if step < levels.count, starts[step] < edge { cuts += [starts[step], starts[step + 1]] }
    }
    cuts.sort()
    let moments = distribution.moments(below: cuts)
    var errors = [Double](repeating: 0, count: bins.count)
    var bin = 0
    step = 0
    for (lower, upper) in zip(moments, moments.dropFirst()) where lower.count < upper.count {
      while bin < bins.count, edges[bin + 1] <= lower.count { bin += 1 }
      while starts[step + 1] <= lower.count { step += 1 }
      guard bin < bins.count, lower.count >= edges[0] else { continue }
      if starts[step] == lower.count, starts[step + 1] <= upper.count {
        while step < levels.count, starts[step + 1] <= upper.count {
          errors[bin] += sums.levelSquaredErrors[step]
          step += 1
        }
        step = min(step, levels.count - 1)
      } else {
        errors[bin] += (upper - lower).squaredDeviation(from: Double(levels[step]))
      }
    }
    return errors
  }
}
