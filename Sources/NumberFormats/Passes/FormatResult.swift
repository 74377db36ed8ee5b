public import QuantizationEngine

/// What a pass of a format found in a tensor.
public struct FormatResult: Hashable, Sendable {
  /// The metrics over the finite values that stayed finite; codes are not counted.
  public let error: QuantizationError
  /// The smallest and the largest finite value; nil if there are none.
  public let bounds: ClosedRange<Double>?
  /// How many elements are not finite.
  public let excluded: NonFiniteCounts
  /// How many finite values became infinite or NaN, and are in no metric.
  public let lostCount: Int
  /// How many of the lost ones are too large for float32, in which every format computes.
  public let overflowCount: Int
  /// How many finite values there are, lost ones included.
  public let finiteCount: Int
  /// Σx over the values in the metrics.
  public let sumOfValues: Double
  /// The error by the importance of the columns; nil where none was given.
  public let weighted: WeightedError?

  /// What some sums say.
  public init(_ sums: PairedSums, weighted: WeightedError? = nil) {
    self.weighted = weighted
    error = QuantizationError(sums: sums.errorSums)
    bounds = sums.bounds
    excluded = sums.excluded
    lostCount = sums.lostCount
    overflowCount = 0
    finiteCount = sums.finiteCount
    sumOfValues = sums.sumOfValues
  }

  /// What some sums over values that float32 does not hold say.
  public init(_ sums: WidePairedSums, weighted: WeightedError? = nil) {
    self.weighted = weighted
    error = QuantizationError(sums: sums.errorSums)
    bounds = sums.bounds
    excluded = sums.excluded
    lostCount = sums.lostCount
    overflowCount = sums.overflowCount
    finiteCount = sums.finiteCount
    sumOfValues = sums.sumOfValues
  }
}
