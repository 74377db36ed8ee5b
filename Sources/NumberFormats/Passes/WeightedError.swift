import Glibc

/// An error whose squares count by what meets them: the mean square of the input of each column.
///
///     Σ w·e²,  Σ w·x²,  e = x − x̂
///
/// With the second moments of inputs that do not depend on each other it is the squared error that the
/// tensor's product has, so it comes a step nearer to what the model answers than Σe² does.
public struct WeightedError: Hashable, Sendable {
  /// Σ w·e².
  public private(set) var squaredError = 0.0
  /// Σ w·x².
  public private(set) var squares = 0.0

  /// The sums over no values.
  public init() {}

  /// Takes a value in.
  ///
  /// - Parameters:
  ///   - value: The original.
  ///   - decoded: What became of it.
  ///   - weight: What the square of its error counts.
  ///
  /// Edge cases: a value that is not finite, or became so, is in no sum.
  @inline(__always)
  public mutating func add(_ value: Double, _ decoded: Double, weight: Double) {
    let error = value - decoded
    guard error.isFinite else { return }
    squaredError += weight * (error * error)
    squares += weight * (value * value)
  }

  /// Takes other sums in.
  public static func += (sums: inout WeightedError, other: WeightedError) {
    sums.squaredError += other.squaredError
    sums.squares += other.squares
  }

  /// √(Σ w·e² / Σ w·x²); nil where the weighted values are all zero.
  public var relativeError: Double? {
    squares > 0 ? (squaredError / squares).squareRoot() : nil
  }

  /// 10 · log₁₀(Σ w·x² / Σ w·e²), in decibels; infinite without error, nil where the weighted values are
  /// all zero.
  public var sqnrInDecibels: Double? {
    squares > 0 ? 10 * log10(squares / squaredError) : nil
  }
}
