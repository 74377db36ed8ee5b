/// A range of float64 numbers in which a sum surely lies.
struct Interval: Hashable, Sendable {
  var lower: Double
  var upper: Double

  static let zero = Interval(lower: 0, upper: 0)

  init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// A number that is known.
  init(_ value: Double) {
    self.init(lower: value, upper: value)
  }

  init(_ range: ClosedRange<Double>) {
    self.init(lower: range.lowerBound, upper: range.upperBound)
  }

  static func += (sum: inout Interval, term: Interval) {
    sum.lower += term.lower
    sum.upper += term.upper
  }

  static func + (first: Interval, second: Interval) -> Interval {
    Interval(lower: first.lower + second.lower, upper: first.upper + second.upper)
  }

  /// The range of a multiple; `factor` is not negative.
  static func * (range: Interval, factor: Double) -> Interval {
    Interval(lower: range.lower * factor, upper: range.upper * factor)
  }

  /// The part of the range that is not negative.
  var notNegative: Interval {
    Interval(lower: max(lower, 0), upper: max(upper, 0))
  }

  /// The number of the range that is nearest to another; that other if it is not a number.
  func nearest(to value: Double) -> Double {
    value.isNaN ? value : min(max(value, lower), upper)
  }

  /// The range of a maximum with something in another range.
  func raised(to range: ClosedRange<Double>) -> Interval {
    Interval(lower: max(lower, range.lowerBound), upper: max(upper, range.upperBound))
  }

  /// The range of something not negative, with room for errors relative to it and of a fixed size.
  func widened(by share: Double, and room: Double) -> Interval {
    Interval(lower: lower * (1 - share) - room, upper: upper * (1 + share) + room).notNegative
  }

  /// The range of a sum of squares if the vector behind it is changed by one of the given norm:
  /// |√Σe′² − √Σe²| ≤ √Σr².
  func inNorm(widenedBy norm: Double) -> Interval {
    guard norm > 0 else { return self }
    let least = max(lower.squareRoot() - norm, 0)
    let most = upper.squareRoot() + norm
    return Interval(lower: least * least, upper: most * most)
  }

  /// The range divided by a number of values; nil without values.
  func mean(of count: Int) -> ClosedRange<Double>? {
    guard count > 0 else { return nil }
    return lower / Double(count)...max(upper, lower) / Double(count)
  }
}
