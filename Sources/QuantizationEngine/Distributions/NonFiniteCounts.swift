/// How many elements of a tensor are not finite in float32, and how many were left out on purpose.
public struct NonFiniteCounts: Hashable, Sendable {
  /// How many are NaN.
  public var nan: Int
  /// How many are +infinity, or round to it in float32.
  public var positiveInfinity: Int
  /// How many are −infinity, or round to it in float32.
  public var negativeInfinity: Int
  /// How many were left out on purpose, by an ``IgnoreRule``.
  public var ignored: Int

  /// Counts as given.
  public init(
    nan: Int = 0, positiveInfinity: Int = 0, negativeInfinity: Int = 0, ignored: Int = 0
  ) {
    self.ignored = ignored
    self.nan = nan
    self.positiveInfinity = positiveInfinity
    self.negativeInfinity = negativeInfinity
  }

  /// All of them together.
  public var total: Int { notFinite + ignored }

  /// Those that are not finite and were not left out on purpose.
  public var notFinite: Int { nan + positiveInfinity + negativeInfinity }

  /// Counts one more element.
  ///
  /// - Precondition: it is not finite.
  public mutating func add(_ value: Float) {
    if value.isNaN {
      if value.bitPattern == IgnoreRule.mark.bitPattern { ignored += 1 } else { nan += 1 }
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
      negativeInfinity: first.negativeInfinity + second.negativeInfinity,
      ignored: first.ignored + second.ignored)
  }
}
