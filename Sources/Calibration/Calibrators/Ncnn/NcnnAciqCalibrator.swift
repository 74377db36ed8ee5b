internal import Glibc
public import QuantizationEngine

/// A threshold from the largest magnitude and the number of values alone.
///
///     σ = 2 · max |x| · 0.175 · (1 + √(π ln 4)) / √(2 ln n),  threshold = 3.92403714 · σ at 8 bits
///
/// so the values between are not looked at; the threshold may be above max |x|.
///
/// Source: `compute_aciq_gaussian_clip` of ncnn (July 2026), after ACIQ.
public struct NcnnAciqCalibrator: ToolCalibrator {
  /// The calibrator.
  public init() {}

  /// `ncnn-aciq`.
  public var name: String { "ncnn-aciq" }

  /// What it computes.
  public var summary: String {
    "the best threshold for a normal distribution guessed from its largest value"
  }

  /// What it computes, at length.
  public var explanation: [String] {
    [
      "No search: σ is guessed from the largest of n values, 0.35 · max |x| · (1 + √(π ln 4)) /"
        + " √(2 ln n).",
      "The threshold is 3.924 σ at 8 bits and 3.287 σ at 6, ACIQ's for a normal distribution.",
      "One outlier moves it as far as it moves min-max, and it may lie above the largest value.",
      "Inverse scale 127 / threshold; codes −127…127; half away from zero.",
      "Source: ncnn (July 2026), tools/quantize/ncnn2table.cpp.",
    ]
  }

  /// ncnn's arithmetic.
  public var toolchain: any Toolchain { NcnnToolchain() }

  /// From minus to plus the threshold.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/notInRepertoire(tool:reason:)``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let largest = distribution.largestMagnitude else { throw .noFiniteValues }
    try toolchain.repertoire.check(scheme, tool: name)
    let multiple: Float = scheme.bitWidth == 8 ? 3.92403714 : 3.28691474
    let constant = (0.5 * 0.35) * (1 + (3.14159265358979323846 * log(4)).squareRoot())
    // NaN are counted, if not looked at.
    let count = Double(distribution.count + distribution.excluded.notFinite)
    let deviation = (Double(largest * 2) * constant) / (2 * log(count)).squareRoot()
    return ClippingRange(magnitude: Float(Double(multiple) * deviation))
  }
}
