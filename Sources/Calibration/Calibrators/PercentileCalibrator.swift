public import QuantizationEngine

/// Cuts a share of the values off each side: the range between two percentiles.
///
/// With p percent the range is from the (100 − p)th to the pth percentile, each interpolated
/// linearly (see ``Distribution/percentile(_:)``); so 2 · (100 − p) percent are cut off in all.
///
/// Source: `numpy.percentile` on both sides. Deployment tools mean up to four different cuts by
/// the same words; theirs have names of their own.
public struct PercentileCalibrator: Calibrator {
  /// The upper percentile, above 50 and at most 100.
  public let percent: Double

  /// The percentile where none is asked for.
  public static let standardPercent = 99.9

  /// A calibrator that keeps the values from the (100 − `percent`)th to the `percent`th percentile.
  ///
  /// - Throws: ``CalibrationError/percentileOutOfRange(_:)``.
  public init(percent: Double) throws(CalibrationError) {
    guard percent > 50, percent <= 100 else { throw .percentileOutOfRange(percent) }
    self.percent = percent
  }

  /// The calibrator with ``standardPercent``.
  public init() {
    percent = Self.standardPercent
  }

  /// `percentile`.
  public var name: String { "percentile" }

  /// The percentage.
  public var setting: String? { "\(percent) %" }

  /// What it keeps.
  public var summary: String {
    "keeps the values between two percentiles and cuts the same share off each side"
  }

  /// What it computes.
  public var explanation: [String] {
    [
      "Cuts \(100 - percent) % of the values off each side, whatever that costs.",
      "Ranks are exact, with linear interpolation between neighbours as in numpy.percentile: no bins.",
      "Scale and zero-point by the scheme. Tools mean other cuts by the same percentage; compare theirs.",
    ]
  }

  /// The range between the two percentiles.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let lower = distribution.percentile(100 - percent),
      let upper = distribution.percentile(percent)
    else { throw .noFiniteValues }
    return ClippingRange(lower: lower, upper: upper)
  }
}
