/// A number held as the unevaluated sum of two float64 numbers: about 106 bits.
///
/// The error of a fine quantizer is a small difference of large sums. With 53 bits it drowns: a
/// tensor about 1000 at 16 bits has Σx² some 10¹⁵ times its squared error.
///
/// *Invariant:* `|low| ≤ ulp(high) / 2`.
///
/// Source: T. J. Dekker, "A floating-point technique for extending the available precision" (1971).
struct DoubleDouble: Hashable, Sendable {
  /// The leading part: the nearest float64 to the whole.
  var high: Double
  /// What `high` leaves out.
  var low: Double

  static let zero = DoubleDouble(high: 0, low: 0)

  init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  init(_ value: Double) {
    self.init(high: value, low: 0)
  }

  /// The exact product of two float64 numbers.
  @inline(__always)
  init(_ first: Double, times second: Double) {
    high = first * second
    low = (-high).addingProduct(first, second)
  }

  /// The nearest float64.
  var value: Double { high }

  @inline(__always)
  static func += (sum: inout DoubleDouble, term: Double) {
    let total = sum.high + term
    let part = total - sum.high
    let error = (sum.high - (total - part)) + (term - part)
    let low = sum.low + error
    sum.high = total + low
    sum.low = low - (sum.high - total)
  }

  @inline(__always)
  static func += (sum: inout DoubleDouble, term: DoubleDouble) {
    let total = sum.high + term.high
    let part = total - sum.high
    let error = (sum.high - (total - part)) + (term.high - part)
    let low = sum.low + term.low + error
    sum.high = total + low
    sum.low = low - (sum.high - total)
  }

  @inline(__always)
  static func + (first: DoubleDouble, second: DoubleDouble) -> DoubleDouble {
    var sum = first
    sum += second
    return sum
  }

  @inline(__always)
  static func - (first: DoubleDouble, second: DoubleDouble) -> DoubleDouble {
    var sum = first
    sum += DoubleDouble(high: -second.high, low: -second.low)
    return sum
  }

  @inline(__always)
  static func * (first: DoubleDouble, second: Double) -> DoubleDouble {
    var product = DoubleDouble(first.high, times: second)
    product += first.low * second
    return product
  }
}
