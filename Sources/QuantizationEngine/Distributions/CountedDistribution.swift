/// A distribution that keeps a count for each different value: exact for any number of values.
///
/// Elements of at most 16 bits have at most 65 536 different values, so this is at most 3 MB.
///
/// - Complexity: ranks and moments in O(log v) each, v the number of different values.
public struct CountedDistribution: Distribution {
  /// The different values, ascending; the zeros are one.
  private let values: [Float]
  /// `ranks[i]` values are below `values[i]`; one more entry for all.
  private let ranks: [Int]
  /// Σx of the values below `values[i]`.
  private let sums: [DoubleDouble]
  /// Σx² of the values below `values[i]`.
  private let squares: [DoubleDouble]
  /// How many elements are not finite.
  public let excluded: NonFiniteCounts

  /// The distribution of the finite elements among those counted, without what a rule leaves out.
  public init(_ counts: PatternCounts, ignoring rule: IgnoreRule = IgnoreRule()) {
    self.init(
      counts.counts.enumerated().lazy.filter { $0.element > 0 }.map {
        (counts.elementType.value(ofPattern: $0.offset), Int($0.element))
      }.filter { !rule.contains($0.0) }, excluded: NonFiniteCounts(counts, ignoring: rule))
  }

  /// The distribution of some values that each occur a number of times, in any order.
  ///
  /// Values that are not finite are left out.
  ///
  /// - Parameters:
  ///   - occurrences: the values, and how often each occurs.
  ///   - excluded: how many elements are on no line.
  /// - Precondition: no number of times is negative.
  public init(
    _ occurrences: some Sequence<(value: Float, count: Int)>,
    excluded: NonFiniteCounts = NonFiniteCounts()
  ) {
    self.excluded = excluded
    let sorted = occurrences.filter { $0.value.isFinite && $0.count > 0 }
      .sorted { $0.value < $1.value }
    var values: [Float] = []
    var ranks = [0]
    var sums = [DoubleDouble.zero]
    var squares = [DoubleDouble.zero]
    for (value, count) in sorted {
      // Each product is exact: 24 and 48 bits of a value times a count.
      let sum = DoubleDouble(Double(value), times: Double(count))
      let square = DoubleDouble(Double(value) * Double(value), times: Double(count))
      if value == values.last {
        ranks[values.count] += count
        sums[values.count] += sum
        squares[values.count] += square
      } else {
        // Adding 0 makes a 0 of −0.
        values.append(value + 0)
        ranks.append(ranks[values.count - 1] + count)
        sums.append(sums[values.count - 1] + sum)
        squares.append(squares[values.count - 1] + square)
      }
    }
    self.values = values
    self.ranks = ranks
    self.sums = sums
    self.squares = squares
  }

  /// How many finite values there are.
  public var count: Int { ranks[values.count] }

  /// How many different values there are.
  public var distinctCount: Int { values.count }

  /// Calls `body` with each different value, ascending, and how often it occurs.
  func forEachValue(_ body: (Double, Int) -> Void) {
    for (index, value) in values.enumerated() {
      body(Double(value), ranks[index + 1] - ranks[index])
    }
  }

  /// The smallest and the largest value; nil if there are none.
  public var bounds: ClosedRange<Double>? {
    guard let first = values.first, let last = values.last else { return nil }
    return Double(first)...Double(last)
  }

  /// The value of which `rank` values are not larger.
  public func value(atRank rank: Int) -> Double {
    precondition(rank >= 0 && rank < count, "a rank is from 0 to below the count")
    return Double(values[entry(ofRank: rank)])
  }

  /// For each threshold, how many values have a float32 rounding below it.
  public func ranks(belowRounding thresholds: [Float]) -> [Int] {
    ranks(below: thresholds) { $0 < $1 }
  }

  /// For each edge, how many values are below it.
  public func ranks(below edges: [Double]) -> [Int] {
    ranks(below: edges) { Double($0) < $1 }
  }

  /// For each rank r, the moments of the r smallest values.
  public func moments(below ranks: [Int]) -> [Moments] {
    ranks.map { rank in
      precondition(rank >= 0 && rank <= count, "a rank is from 0 to the count")
      guard rank < count else {
        return Moments(count: rank, sum: sums[values.count], squares: squares[values.count])
      }
      let entry = entry(ofRank: rank)
      let value = Double(values[entry])
      let rest = Double(rank - self.ranks[entry])
      return Moments(
        count: rank, sum: sums[entry] + DoubleDouble(value, times: rest),
        squares: squares[entry] + DoubleDouble(value * value, times: rest))
    }
  }

  /// The moments of the values of some neighbouring ranks, added up by themselves: O(different values).
  public func moments(ofRanks ranks: Range<Int>) -> Moments {
    precondition(ranks.lowerBound >= 0 && ranks.upperBound <= count, "no value has this rank")
    var moments = Moments.zero
    guard !ranks.isEmpty else { return moments }
    var entry = entry(ofRank: ranks.lowerBound)
    while entry < values.count, self.ranks[entry] < ranks.upperBound {
      let part = ranks.clamped(to: self.ranks[entry]..<self.ranks[entry + 1])
      let value = Double(values[entry])
      moments.count += part.count
      moments.sum += DoubleDouble(value, times: Double(part.count))
      moments.squares += DoubleDouble(value * value, times: Double(part.count))
      entry += 1
    }
    return moments
  }

  /// The entry in which the value of a rank lies.
  private func entry(ofRank rank: Int) -> Int {
    var lower = 0
    var upper = values.count - 1
    while lower < upper {
      let middle = (lower + upper + 1) / 2
      if ranks[middle] <= rank { lower = middle } else { upper = middle - 1 }
    }
    return lower
  }

  @inline(__always)
  private func ranks<Bound>(below bounds: [Bound], _ isBelow: (Float, Bound) -> Bool) -> [Int] {
    var first = 0
    return bounds.map { bound in
      var upper = values.count
      while first < upper {
        let middle = (first + upper) / 2
        if isBelow(values[middle], bound) { first = middle + 1 } else { upper = middle }
      }
      return ranks[first]
    }
  }
}

extension NonFiniteCounts {
  /// How many of the counted elements are not finite, and how many a rule leaves out.
  public init(_ counts: PatternCounts, ignoring rule: IgnoreRule = IgnoreRule()) {
    self.init()
    for (pattern, count) in counts.counts.enumerated() where count > 0 {
      let value = counts.elementType.value(ofPattern: pattern)
      if rule.contains(value) {
        ignored += Int(count)
        continue
      }
      guard !value.isFinite else { continue }
      if value.isNaN {
        nan += Int(count)
      } else if value > 0 {
        positiveInfinity += Int(count)
      } else {
        negativeInfinity += Int(count)
      }
    }
  }
}
