public import QuantizationEngine

/// Keeps every value, with ai-edge-quantizer's encoding.
///
/// Source: `naive_min_max_quantize.py` of ai-edge-quantizer 0.10.0.
public struct LiteRTMinMaxCalibrator: ToolCalibrator {
  /// The calibrator.
  public init() {}

  /// `litert-minmax`.
  public var name: String { "litert-minmax" }

  /// What it keeps.
  public var summary: String { "keeps every value, in float32 with a floor of 1e-9" }

  /// What it computes.
  public var explanation: [String] {
    [
      "Keeps every value: the range from the smallest to the largest, widened to hold zero.",
      "Asymmetric: scale (max − min) / 255 at 8 bits; symmetric: max |x| / 127, codes −127…127 from"
        + " 8 bits up and with the most negative one below.",
      "All in float32; a range below 1e-9 counts as 1e-9.",
      "Codes are half-even(x / scale + zero-point): the zero-point is added before rounding.",
      "Source: ai-edge-quantizer 0.10.0, naive_min_max_quantize.py.",
    ]
  }

  /// ai-edge-quantizer's arithmetic.
  public var toolchain: any Toolchain { LiteRTToolchain() }

  /// From the smallest to the largest value.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    try MinMaxCalibrator().clippingRange(for: distribution, scheme: scheme)
  }
}
