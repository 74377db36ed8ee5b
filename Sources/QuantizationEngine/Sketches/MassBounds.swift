import Glibc

/// What is sure of sums of ψ(c) = c · ln c over counts c that are differences of uncertain ranks.
///
/// Entropies and divergences are made of such sums. Let the ranks go from their estimates to the
/// truth on a straight line: a rank that moves by d takes d values from one count to its neighbour,
/// which changes the sum by d · (ln c − ln c′) with both counts within their own bounds,
///
///     |Σψ(c) − Σψ(ĉ)| ≤ Σ reach(rank) · max |ln c − ln c′|                                (23)
///
/// Where a count may be 0 its logarithm has no bound; such a count is taken out of the line and adds
/// the most by which ψ itself can change.
enum MassBounds {
  /// The bounds of the counts between neighbouring ranks.
  static func counts(between ranks: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
    zip(ranks, ranks.dropFirst()).map { lower, upper in
      let least = max(upper.lowerBound - lower.upperBound, 0)
      return least...max(upper.upperBound - lower.lowerBound, least)
    }
  }

  /// The right side of equation (23).
  ///
  /// - Parameters:
  ///   - estimates: ranks that do not descend, each within its bounds.
  ///   - bounds: the bounds of each rank.
  /// - Returns: a number that is not negative.
  static func reach(estimates: [Int], bounds: [ClosedRange<Int>]) -> Double {
    let counts = counts(between: bounds)
    var reach = 0.0
    for (index, count) in counts.enumerated() where count.lowerBound < count.upperBound {
      guard count.lowerBound == 0 else { continue }
      let estimate = psi(estimates[index + 1] - estimates[index])
      reach += max(psi(count.upperBound) - estimate, estimate)
    }
    for index in bounds.indices.dropFirst().dropLast() {
      let moved = reachOf(estimates[index], within: bounds[index])
      guard moved > 0 else { continue }
      reach += Double(moved) * slope(counts[index - 1], counts[index])
    }
    return reach
  }

  /// How far a rank may be from its estimate.
  static func reachOf(_ estimate: Int, within bounds: ClosedRange<Int>) -> Int {
    max(bounds.upperBound - estimate, estimate - bounds.lowerBound, 0)
  }

  /// c · ln c, which is 0 for none.
  static func psi(_ count: Int) -> Double {
    count > 0 ? Double(count) * log(Double(count)) : 0
  }

  /// The most by which the sum changes for each value that goes from one count to the other.
  private static func slope(_ one: ClosedRange<Int>, _ other: ClosedRange<Int>) -> Double {
    func logarithm(_ count: Int) -> Double { log(Double(count)) + 1 }
    switch (one.lowerBound > 0, other.lowerBound > 0) {
    case (false, false): return 0
    case (true, false): return logarithm(one.upperBound)
    case (false, true): return logarithm(other.upperBound)
    case (true, true):
      return max(
        logarithm(one.upperBound) - logarithm(other.lowerBound),
        logarithm(other.upperBound) - logarithm(one.lowerBound))
    }
  }
}
