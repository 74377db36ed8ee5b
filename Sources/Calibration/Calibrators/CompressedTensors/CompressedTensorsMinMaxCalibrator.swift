public import QuantizationEngine

/// Keeps every value, with the encoding of compressed-tensors.
///
/// Source: compressed-tensors 0.20.0.
public struct CompressedTensorsMinMaxCalibrator: ToolCalibrator {
  /// The calibrator.
  public init() {}

  /// `compressed-tensors-minmax`.
  public var name: String { "compressed-tensors-minmax" }

  /// What it keeps.
  public var summary: String { "keeps every value; symmetric scales are max |x| / 127.5 at 8 bits" }

  /// What it computes.
  public var explanation: [String] {
    [
      "Keeps every value: the range from the smallest to the largest, widened to hold zero.",
      "Asymmetric: scale (max − min) / 255 at 8 bits; symmetric: max |x| / 127.5, codes −128…127, so the"
        + " largest positive value is clipped by half a step.",
      "In float32; a scale of zero becomes 2^−23.",
      "Codes are half-even(clamp(x / scale + zero-point)): the zero-point is added before rounding.",
      "Source: compressed-tensors 0.20.0, quantization/utils/helpers.py.",
    ]
  }

  /// The arithmetic of compressed-tensors.
  public var toolchain: any Toolchain { CompressedTensorsToolchain() }

  /// From the smallest to the largest value.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.floatBounds else { throw .noFiniteValues }
    return ClippingRange(lower: Double(bounds.lowerBound), upper: Double(bounds.upperBound))
  }
}
