extension Distribution {
  /// The value below which a share of the values lies, by linear interpolation between neighbours.
  ///
  ///     h = (n − 1) · p / 100,   value = x[⌊h⌋] + (h − ⌊h⌋) · (x[⌊h⌋ + 1] − x[⌊h⌋])        (11)
  ///
  /// - Parameter percent: from 0 (the minimum) to 100 (the maximum).
  /// - Returns: nil if there are no values.
  /// - Precondition: `percent` is from 0 to 100.
  ///
  /// Source: `numpy.percentile` with its default method.
  public func percentile(_ percent: Double) -> Double? {
    precondition((0...100).contains(percent), "a percentile is from 0 to 100")
    guard count > 0 else { return nil }
    let position = Double(count - 1) * (percent / 100)
    let rank = min(Int(position), count - 1)
    let lower = value(atRank: rank)
    guard rank + 1 < count else { return lower }
    let fraction = position - Double(rank)
    let upper = value(atRank: rank + 1)
    // From the nearer end, as numpy does, so that a fraction of 1 gives the upper value itself.
    return fraction < 0.5
      ? lower + (upper - lower) * fraction : upper - (upper - lower) * (1 - fraction)
  }
}
