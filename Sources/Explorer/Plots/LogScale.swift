import Glibc

/// A logarithmic scale between two positive numbers.
struct LogScale: Hashable, Sendable {
  /// What stands at 0.
  let lower: Double
  /// What stands at 1.
  let upper: Double

  /// A scale; nil unless both numbers are positive, finite, and ascend.
  init?(from lower: Double, to upper: Double) {
    guard lower > 0, upper.isFinite, lower <= upper else { return nil }
    self.lower = lower
    self.upper = upper
  }

  /// Where a number stands, from 0 to 1; nil below the scale.
  func place(of value: Double) -> Double? {
    guard value >= lower, value.isFinite else { return nil }
    guard upper > lower else { return 0.5 }
    return min((log(value) - log(lower)) / (log(upper) - log(lower)), 1)
  }

  /// The number at a place from 0 to 1.
  func value(at place: Double) -> Double {
    exp(log(lower) + place * (log(upper) - log(lower)))
  }
}
