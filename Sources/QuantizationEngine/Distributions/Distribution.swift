/// The finite values of one block of a tensor as a sorted line.
///
/// Everything qviz says about values, and everything it says about what a staircase does to them,
/// is made of the three questions below; so a distribution may keep the values themselves, a count
/// for each possible value, or a sketch.
///
/// A *rank* is a number of values: ranks go from 0 to ``count``. Questions come in ascending
/// batches, because neighbouring answers are near each other.
///
/// The infinities and NaN are not on the line; neither are values whose float32 rounding is
/// infinite, since every deployment tool computes in float32.
public protocol Distribution: Sendable {
  /// How many finite values there are.
  var count: Int { get }

  /// The smallest and the largest value; nil if there are none.
  var bounds: ClosedRange<Double>? { get }

  /// The value of which `rank` values are not larger, from the smallest (rank 0) up.
  ///
  /// - Precondition: `0 ≤ rank < count`.
  func value(atRank rank: Int) -> Double

  /// For each threshold, how many values have a float32 rounding below it.
  ///
  /// - Parameter thresholds: not descending; +infinity is allowed.
  /// - Returns: one rank for each threshold, not descending.
  func ranks(belowRounding thresholds: [Float]) -> [Int]

  /// For each edge, how many values are below it.
  ///
  /// - Parameter edges: not descending.
  /// - Returns: one rank for each edge, not descending.
  func ranks(below edges: [Double]) -> [Int]

  /// For each rank r, the moments of the r smallest values.
  ///
  /// - Parameter ranks: not descending, each from 0 to ``count``.
  /// - Returns: one entry for each rank.
  func moments(below ranks: [Int]) -> [Moments]
}

extension Distribution {
  /// The moments of all values.
  public var moments: Moments {
    moments(below: [count])[0]
  }

  /// How many values are at or below `value`.
  public func rank(through value: Double) -> Int {
    ranks(below: [value.nextUp])[0]
  }
}
