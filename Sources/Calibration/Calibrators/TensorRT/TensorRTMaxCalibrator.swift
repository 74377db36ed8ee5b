public import QuantizationEngine

/// Keeps every value: amax = max |x|.
///
/// Source: `MaxCalibrator` of nvidia-modelopt 0.47.0, the same as pytorch-quantization's.
public struct TensorRTMaxCalibrator: ToolCalibrator {
  /// The calibrator.
  public init() {}

  /// `tensorrt-max`.
  public var name: String { "tensorrt-max" }

  /// What it keeps.
  public var summary: String { "keeps every value: amax is the largest magnitude" }

  /// What it computes.
  public var explanation: [String] {
    [
      "Keeps every value: amax = max |x|, on both sides of zero.",
      "Scale amax / 127 at 8 bits, 2^(b−1) − 1 in general; codes −127…127; no zero-point.",
      "Codes are half-even(x · (127 / amax)), the multiplier rounded to float32 once.",
      "An amax of 2^−24 or less counts as zero: all values become 0.",
      "Source: nvidia-modelopt 0.47.0, calib/max.py and tensor_quant.py.",
    ]
  }

  /// TensorRT's arithmetic.
  public var toolchain: any Toolchain { TensorRTToolchain() }

  /// From −amax to amax.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let largest = distribution.largestMagnitude else { throw .noFiniteValues }
    return ClippingRange(magnitude: largest)
  }
}
