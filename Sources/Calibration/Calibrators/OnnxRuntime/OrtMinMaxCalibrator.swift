public import QuantizationEngine

/// ONNX Runtime's `MinMaxCalibrater`: keeps every value.
///
/// Source: onnxruntime 1.31.1, `onnxruntime/quantization/calibrate.py`.
public struct OrtMinMaxCalibrator: ToolCalibrator {
  /// Whether the range itself is made symmetric (`CalibTensorRangeSymmetric`).
  public let shape: RangeShape

  /// What a calibrator of ONNX Runtime does with the range it has found.
  public enum RangeShape: Hashable, Sendable {
    /// As found.
    case asFound
    /// From minus to plus the larger bound.
    case symmetric
  }

  /// The calibrator; by default it leaves the range as found.
  public init(shape: RangeShape = .asFound) {
    self.shape = shape
  }

  /// `ort-minmax`.
  public var name: String { "ort-minmax" }

  /// Whether the range is made symmetric.
  public var setting: String? { shape == .symmetric ? "symmetric" : nil }

  /// What it keeps.
  public var summary: String { "ONNX Runtime: keeps every value" }

  /// What it computes.
  public var explanation: [String] {
    [
      "Keeps every value: from the smallest to the largest, widened to zero.",
      shape == .symmetric
        ? "The range itself is then made symmetric, to the larger of |min| and |max|."
        : "The range stays as found; a symmetric scheme takes the larger of |min| and |max|.",
      "Scale (max − min) / 255 at 8 bits; symmetric int8 absmax / 127, symmetric 4 bits absmax"
        + " / 7.5.",
      "Zero-point half-even(q − min / scale) in float64; codes half-even(x / scale) + zero-point.",
      "A scale below the smallest normal float32 becomes 1 with zero-point 0, so zeros have"
        + " scale 1.",
      "Source: onnxruntime 1.31.1, quantization/calibrate.py, MinMaxCalibrater.",
    ]
  }

  /// ONNX Runtime's arithmetic.
  public var toolchain: any Toolchain { OrtToolchain() }

  /// The formula in force, or the plain one.
  public func toolchain(for scheme: Scheme) -> any Toolchain { OrtToolchain(for: scheme) }

  /// The range from the smallest to the largest value.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.floatBounds else { throw .noFiniteValues }
    let range = ClippingRange(
      lower: Double(bounds.lowerBound), upper: Double(bounds.upperBound))
    return switch shape {
    case .asFound: range
    case .symmetric:
      ClippingRange(lower: -range.absoluteMaximum, upper: range.absoluteMaximum)
    }
  }
}
