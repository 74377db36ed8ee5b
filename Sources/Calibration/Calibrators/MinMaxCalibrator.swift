public import QuantizationEngine

/// Keeps every finite value: the range from the smallest to the largest.
public struct MinMaxCalibrator: Calibrator {
  /// The min-max calibrator.
  public init() {}

  /// `min-max`.
  public var name: String { "min-max" }

  /// What it keeps.
  public var summary: String { "keeps every value: the range from the smallest to the largest" }

  /// What it computes.
  public var explanation: [String] {
    [
      "Keeps every finite value: nothing is clipped, and the largest value sets the step.",
      "One outlier of ten times the others costs over three bits; nothing is searched.",
      "Scale and zero-point by the scheme.",
    ]
  }

  /// The range from the smallest to the largest finite value.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.bounds else { throw .noFiniteValues }
    return ClippingRange(lower: bounds.lowerBound, upper: bounds.upperBound)
  }
}
