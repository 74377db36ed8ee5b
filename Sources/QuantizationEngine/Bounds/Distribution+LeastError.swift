extension Distribution {
  /// The least mean squared errors of quantizers with so many levels, the levels anywhere.
  ///
  /// Where there are few distinct values, all partitions are weighed, by ``OptimalPartition``. Otherwise the
  /// best partition at some thousands of cuts begins the iteration of Lloyd and Max on the values
  /// themselves, each step of which makes the error smaller: levels are the means of their values, and
  /// cuts halfway between levels.
  ///
  /// - Parameters:
  ///   - levelCounts: The numbers of levels, each at least 1.
  ///   - exactLimit: Up to how many distinct values all partitions are weighed.
  /// - Returns: A bound for each number of levels; none where the values are not known, or there are none.
  /// - Complexity: O(k · m log m) for m cuts, and O(k log n) for each step of the iteration.
  ///
  /// Source: S. P. Lloyd, "Least squares quantization in PCM" (1957); J. Max, "Quantizing for minimum
  /// distortion" (1960).
  public func leastMeanSquaredErrors(
    levelCounts: [Int], exactLimit: Int = 8192
  ) -> [ScalarQuantizerBound] {
    precondition(levelCounts.allSatisfy { $0 > 0 }, "a quantizer has a level")
    guard knowsValues, count > 0, let most = levelCounts.max() else { return [] }
    let distinct = distinctRanks(limit: max(exactLimit, most))
    let cuts = distinct ?? coarseRanks()
    let partition = OptimalPartition(moments(below: cuts), runCount: most)
    return levelCounts.map { levels in
      if let distinct, distinct.count - 1 <= levels {
        return ScalarQuantizerBound(levelCount: levels, meanSquaredError: 0, certainty: .exact)
      }
      let start = partition.edges(runCount: levels).map { cuts[$0] }
      let ranks = distinct == nil ? iterated(start) : start
      return ScalarQuantizerBound(
        levelCount: levels, meanSquaredError: squaredDeviation(ofRuns: ranks) / Double(count),
        certainty: distinct == nil ? .bestFound : .exact)
    }
  }

  /// The ranks at which another value begins, and the number of values; nil if that are too many.
  private func distinctRanks(limit: Int) -> [Int]? {
    var ranks = [0]
    while let last = ranks.last, last < count {
      if ranks.count > limit { return nil }
      ranks.append(rank(through: value(atRank: last)))
    }
    return ranks
  }

  /// Ranks of which half are equally far apart as ranks, and half as values.
  private func coarseRanks() -> [Int] {
    guard let bounds else { return [0] }
    let parts = 2048
    let width = (bounds.upperBound - bounds.lowerBound) / Double(parts)
    let edges = (1..<parts).map { bounds.lowerBound + width * Double($0) }
    let even = (0...parts).map { Int((Double(count) * Double($0) / Double(parts)).rounded()) }
    return Set(even + ranks(below: edges) + [0, count]).sorted()
  }

  /// The runs of a partition after as many steps of Lloyd and Max as make it better.
  private func iterated(_ start: [Int]) -> [Int] {
    var ranks = start
    for _ in 0..<1000 {
      let below = moments(below: ranks)
      let levels = zip(below, below.dropFirst()).compactMap { lower, upper in
        let run = moments(from: lower, to: upper)
        return run.count > 0 ? run.total / Double(run.count) : nil
      }
      let edges = zip(levels, levels.dropFirst()).map { ($0 + $1) / 2 }
      let next = [0] + self.ranks(below: edges) + [count]
      if next == ranks { break }
      ranks = next
    }
    return ranks
  }

  /// Σ(x − mean)² over runs of ranks.
  private func squaredDeviation(ofRuns ranks: [Int]) -> Double {
    let below = moments(below: ranks)
    return zip(below, below.dropFirst()).reduce(0) { sum, run in
      let moments = moments(from: run.0, to: run.1)
      guard moments.count > 0 else { return sum }
      return sum + moments.squaredDeviation(from: moments.total / Double(moments.count))
    }
  }
}
