/// Where the exact metrics of a tensor surely lie, when its values are known to within a bin only.
///
/// Each range holds the metric of ``QuantizationError`` with the same name, as it would be with
/// every value on the line. A metric that is not defined has no range.
///
/// *Units* are those of the metric.
public struct ErrorBounds: Hashable, Sendable {
  /// The range of the MSE: equation (13).
  public var meanSquaredError: ClosedRange<Double>?
  /// The range of the rounding part of the MSE: equation (14).
  public var roundingMeanSquaredError: ClosedRange<Double>?
  /// The range of the clipping part of the MSE: equation (14).
  public var clippingMeanSquaredError: ClosedRange<Double>?
  /// The range of the RMSE.
  public var rootMeanSquaredError: ClosedRange<Double>?
  /// The range of the RMSE in steps: equation (24).
  public var rootMeanSquaredErrorInSteps: ClosedRange<Double>?
  /// The range of the noise in percent of the signal: equation (25).
  public var noiseInPercent: ClosedRange<Double>?
  /// The range of the mean error.
  public var meanError: ClosedRange<Double>?
  /// The range of the SQNR in decibels: equation (16); its end is +infinity where there may be no
  /// error at all.
  public var sqnrInDecibels: ClosedRange<Double>?
  /// The range of the MAE: equation (15).
  public var meanAbsoluteError: ClosedRange<Double>?
  /// The range of max |e|.
  public var maximumAbsoluteError: ClosedRange<Double>?
  /// The range of the cosine: equation (17).
  public var cosineSimilarity: ClosedRange<Double>?
  /// The range of the KL divergence in nats: equation (19).
  public var klInNats: ClosedRange<Double>?
  /// The range of the JS divergence in nats: equation (20).
  public var jsInNats: ClosedRange<Double>?
  /// The range of the entropy of the codes in bits: equation (18).
  public var codeEntropyInBits: ClosedRange<Double>?
  /// The range of the number of values below the lowest level.
  public var clippedBelow: ClosedRange<Int>
  /// The range of the number of values above the highest level.
  public var clippedAbove: ClosedRange<Int>
  /// The range of the number of codes that at least one value has.
  public var codesUsed: ClosedRange<Int>
  /// The greatest distance that the exact MSE can have from the one that is shown.
  public var meanSquaredErrorBound: Double

  /// Bounds of the counts; those of the metrics are filled in one by one.
  public init(
    clippedBelow: ClosedRange<Int>, clippedAbove: ClosedRange<Int>, codesUsed: ClosedRange<Int>
  ) {
    self.clippedBelow = clippedBelow
    self.clippedAbove = clippedAbove
    self.codesUsed = codesUsed
    meanSquaredErrorBound = 0
  }
}

extension ClosedRange<Double> {
  /// The greatest distance that a number of this range can have from a shown one.
  ///
  /// Edge cases: a shown infinity is at no distance from a range that ends there.
  public func greatestDistance(from shown: Double) -> Double {
    let below = shown == lowerBound ? 0 : (shown - lowerBound).magnitude
    let above = shown == upperBound ? 0 : (upperBound - shown).magnitude
    return Swift.max(below, above)
  }
}
