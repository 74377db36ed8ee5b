/// The number of some values, their sum and the sum of their squares.
///
/// Running moments of a sorted line turn the error of a whole step of a staircase into one
/// expression, however many values lie on it:
///
///     Σ(x − v)² = Σx² − 2vΣx + nv²                                                   (10)
///
/// The sums are kept to about 106 bits, so that the difference keeps at least 53 of its own.
public struct Moments: Hashable, Sendable {
  /// How many values there are.
  public var count: Int
  /// Σx.
  var sum: DoubleDouble
  /// Σx².
  var squares: DoubleDouble

  /// The moments of no values.
  public static let zero = Moments(count: 0, sum: .zero, squares: .zero)

  init(count: Int, sum: DoubleDouble, squares: DoubleDouble) {
    self.count = count
    self.sum = sum
    self.squares = squares
  }

  /// The moments of values given one by one.
  ///
  /// - Complexity: O(values).
  public init(of values: some Sequence<Double>) {
    self = .zero
    for value in values { add(value) }
  }

  /// Σx, rounded to float64.
  ///
  /// *Units* of the tensor.
  public var total: Double { sum.value }

  /// Σx², rounded to float64.
  ///
  /// *Units* of the tensor, squared.
  public var totalOfSquares: Double { squares.value }

  /// Takes one more value in.
  @inline(__always)
  public mutating func add(_ value: Double) {
    count += 1
    sum += value
    squares += DoubleDouble(value, times: value)
  }

  /// Σ(x − v)² by equation (10), never negative.
  ///
  /// Edge cases: 0 for no values; +infinity if `level` is infinite and there are values.
  public func squaredDeviation(from level: Double) -> Double {
    guard count > 0 else { return 0 }
    guard level.isFinite else { return .infinity }
    let mixed = sum * (-2 * level)
    let square = DoubleDouble(level, times: level) * Double(count)
    return max((squares + mixed + square).value, 0)
  }

  /// Σ(x − v), 0 for no values.
  ///
  /// Edge cases: infinite, with the opposite sign, if `level` is infinite and there are values.
  public func deviation(from level: Double) -> Double {
    exactDeviation(from: level).value
  }

  /// Σ(x − v) with all the bits there are.
  func exactDeviation(from level: Double) -> DoubleDouble {
    guard count > 0 else { return .zero }
    guard level.isFinite else { return DoubleDouble(-level) }
    return sum + DoubleDouble(-level, times: Double(count))
  }

  /// The moments of both collections of values together.
  public static func + (first: Moments, second: Moments) -> Moments {
    Moments(
      count: first.count + second.count, sum: first.sum + second.sum,
      squares: first.squares + second.squares)
  }

  /// The moments of the values of `whole` that are not in `part`.
  public static func - (whole: Moments, part: Moments) -> Moments {
    Moments(
      count: whole.count - part.count, sum: whole.sum - part.sum,
      squares: whole.squares - part.squares)
  }
}
