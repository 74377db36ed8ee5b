/// Where a percentile is among some numbers in order, by equation (11).
///
///     h = (n − 1) · p / 100,   value = x[⌊h⌋] + (h − ⌊h⌋) · (x[⌊h⌋ + 1] − x[⌊h⌋])        (11)
///
/// Source: `numpy.percentile` with its default method.
struct Percentile {
  /// The rank of the number below.
  let rank: Int
  /// The rank of the number above; the same one at the end.
  let nextRank: Int
  /// How far it is from the one to the other.
  private let fraction: Double

  /// The place of a percentile.
  ///
  /// - Parameters:
  ///   - percent: from 0 (the minimum) to 100 (the maximum).
  ///   - count: how many numbers there are.
  /// - Precondition: `percent` is from 0 to 100, and there is a number.
  init(_ percent: Double, ofCount count: Int) {
    precondition((0...100).contains(percent), "a percentile is from 0 to 100")
    precondition(count > 0, "there must be a number")
    let position = Double(count - 1) * (percent / 100)
    rank = min(Int(position), count - 1)
    nextRank = min(rank + 1, count - 1)
    fraction = position - Double(rank)
  }

  /// The percentile between the numbers of its two ranks.
  func value(_ lower: Double, _ upper: Double) -> Double {
    guard nextRank > rank, lower.isFinite, upper.isFinite else {
      return fraction > 0 ? upper : lower
    }
    // From the nearer end, as numpy does, so that a fraction of 1 gives the upper value itself.
    return fraction < 0.5
      ? lower + (upper - lower) * fraction : upper - (upper - lower) * (1 - fraction)
  }
}

extension Distribution {
  /// The value below which a share of the values lies, by linear interpolation between neighbours:
  /// equation (11).
  ///
  /// - Parameter percent: from 0 (the minimum) to 100 (the maximum).
  /// - Returns: nil if there are no values.
  /// - Precondition: `percent` is from 0 to 100.
  ///
  /// Source: `numpy.percentile` with its default method.
  public func percentile(_ percent: Double) -> Double? {
    precondition((0...100).contains(percent), "a percentile is from 0 to 100")
    guard count > 0 else { return nil }
    let place = Percentile(percent, ofCount: count)
    return place.value(value(atRank: place.rank), value(atRank: place.nextRank))
  }
}
