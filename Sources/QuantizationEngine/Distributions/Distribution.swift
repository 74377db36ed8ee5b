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

  /// How many elements of the block are on no line, and why.
  var excluded: NonFiniteCounts { get }

  /// The smallest and the largest value; nil if there are none.
  var bounds: ClosedRange<Double>? { get }

  /// Whether each value is known; in a sketch most are known to within their bin only.
  var knowsValues: Bool { get }

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

  /// The moments of the values of some neighbouring ranks, added up by themselves.
  ///
  /// - Complexity: O(ranks).
  func moments(ofRanks ranks: Range<Int>) -> Moments
}

extension Distribution {
  /// Each value is.
  public var knowsValues: Bool { true }

  /// The moments of all values.
  public var moments: Moments {
    moments(below: [count])[0]
  }

  /// The moments of the values of some neighbouring ranks, added up by themselves.
  public func moments(ofRanks ranks: Range<Int>) -> Moments {
    Moments(of: ranks.lazy.map(value(atRank:)))
  }

  /// The moments of the values between two ranks, of which the running moments are known.
  ///
  /// Sums of 106 bits lose what is 2¹⁰⁶ times smaller: beside a mask of −3.4e38 nothing is left of the
  /// difference of two, and it is made of the values themselves.
  func moments(from lower: Moments, to upper: Moments) -> Moments {
    let difference = upper - lower
    guard difference.count > 0, lower.totalOfSquares * 0x1p-60 > difference.totalOfSquares,
      knowsValues
    else { return difference }
    // Zeros are the usual case.
    let value = value(atRank: lower.count)
    guard value != self.value(atRank: upper.count - 1) else {
      return Moments(
        count: difference.count, sum: DoubleDouble(value, times: Double(difference.count)),
        squares: DoubleDouble(value, times: value) * Double(difference.count))
    }
    return moments(ofRanks: lower.count..<upper.count)
  }

  /// How many values are at or below `value`.
  public func rank(through value: Double) -> Int {
    ranks(below: [value.nextUp])[0]
  }
}
