/// How many elements of a tensor are not finite in float32.
public struct NonFiniteCounts: Hashable, Sendable {
  /// How many are NaN.
  public var nan: Int
  /// How many are +infinity, or round to it in float32.
  public var positiveInfinity: Int
  /// How many are −infinity, or round to it in float32.
  public var negativeInfinity: Int

  /// Counts as given.
  public init(nan: Int = 0, positiveInfinity: Int = 0, negativeInfinity: Int = 0) {
    self.nan = nan
    self.positiveInfinity = positiveInfinity
    self.negativeInfinity = negativeInfinity
  }

  /// All of them together.
  public var total: Int { nan + positiveInfinity + negativeInfinity }

  /// Counts one more element, which is not finite.
  mutating func add(_ value: Float) {
    if value.isNaN {
      nan += 1
    } else if value > 0 {
      positiveInfinity += 1
    } else {
      negativeInfinity += 1
    }
  }

  /// The counts of two collections together.
  public static func + (first: NonFiniteCounts, second: NonFiniteCounts) -> NonFiniteCounts {
    NonFiniteCounts(
      nan: first.nan + second.nan,
      positiveInfinity: first.positiveInfinity + second.positiveInfinity,
      negativeInfinity: first.negativeInfinity + second.negativeInfinity)
  }
}
