/// What several measurements of one thing gave.
struct Samples: Encodable, Sendable {
  /// The middle one.
  let median: Double
  /// The smallest.
  let least: Double
  /// The largest.
  let greatest: Double
  /// How many there were.
  let count: Int

  /// Some measurements in one unit.
  ///
  /// - Precondition: there is at least one.
  init(_ measured: [Double]) {
    precondition(!measured.isEmpty, "nothing was measured")
    let sorted = measured.sorted()
    let middle = sorted.count / 2
    median =
      sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    least = sorted[0]
    greatest = sorted[sorted.count - 1]
    count = sorted.count
  }

  /// The same in another unit.
  func divided(by divisor: Double) -> Samples {
    Samples(
      median: median / divisor, least: least / divisor, greatest: greatest / divisor, count: count)
  }

  /// How often each fits into an amount, such as bytes into seconds.
  func dividing(_ amount: Double) -> Samples {
    Samples(
      median: amount / median, least: amount / greatest, greatest: amount / least, count: count)
  }

  private init(median: Double, least: Double, greatest: Double, count: Int) {
    self.median = median
    self.least = least
    self.greatest = greatest
    self.count = count
  }
}
