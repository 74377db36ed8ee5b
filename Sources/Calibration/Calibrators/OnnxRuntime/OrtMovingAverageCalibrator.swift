public import QuantizationEngine

/// ONNX Runtime's `MinMaxCalibrater` with `moving_average`: the mean of the bounds of the batches.
///
///     lower = Σ min(batch) / b,  upper = Σ max(batch) / b  in float32
///
/// The tool's `averaging_constant` counts between calls of `collect_data` only; the batches that one
/// call reads, which is all of them in `quantize_static`, are averaged alike.
///
/// Of float16 values the bounds are float16, and so are their sum, which NumPy adds in float32 and rounds once,
/// and the quotient. A batch of bfloat16 values ends in an error.
///
/// Edge cases: an empty batch has the bounds +infinity and −infinity, and so has the mean: there is no
/// such encoding, so it is refused.
///
/// Source: onnxruntime 1.31.1, `onnxruntime/quantization/calibrate.py`.
public struct OrtMovingAverageCalibrator: ToolCalibrator, BatchBoundsCalibrator {
  /// The calibrator.
  public init() {}

  /// `ort-moving-average`.
  public var name: String { "ort-moving-average" }

  /// What it keeps.
  public var summary: String {
    "ONNX Runtime: the mean of the smallest and of the largest values of the batches"
  }

  /// What it computes.
  public var explanation: [String] {
    [
      "The mean of the batches' smallest values, and of their largest ones, added in float32 as"
        + " NumPy adds.",
      "Its averaging constant of 0.01 counts between calls of collect_data only, and there is one"
        + " call.",
      "Every batch counts alike, unlike torch-moving-average, where the first one decides.",
      "Scale and zero-point as ort-minmax: symmetric int8 absmax / 127, half-even; per tensor only.",
      "Source: onnxruntime 1.31.1, quantization/calibrate.py, MinMaxCalibrater.",
    ]
  }

  /// ONNX Runtime's arithmetic.
  public var toolchain: any Toolchain { OrtToolchain() }

  /// The formula in force, or the plain one.
  public func toolchain(for scheme: Scheme) -> any Toolchain { OrtToolchain(for: scheme) }

  /// That each counts alike.
  public var batchRule: String { "each counts alike, whatever its size." }

  /// The mean of the bounds.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``; ``CalibrationError/toolFails(tool:reason:)`` where
  ///   a batch is empty, or a sum overflows the type of the values;
  ///   ``CalibrationError/toolFailsOnType(tool:type:reason:)`` for bfloat16 values.
  public func clippingRange(
    over batches: BatchSequence, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard batches.totalBounds != nil else { throw .noFiniteValues }
    let type = scheme.valueType
    guard type != .bfloat16 else {
      throw .toolFailsOnType(
        tool: name, type: type,
        reason: "RuntimeError: Numpy_type 256 can't be converted to MLDataType.")
    }
    let lower = Self.mean(batches.bounds.map { $0?.lowerBound ?? .infinity }, in: type)
    let upper = Self.mean(batches.bounds.map { $0?.upperBound ?? -.infinity }, in: type)
    guard lower.isFinite, upper.isFinite else {
      let reason =
        batches.bounds.contains(nil)
        ? "a batch is empty, which makes both bounds infinite"
        : "the sum of the bounds is more than a \(type.rawValue) can hold"
      throw .toolFails(tool: name, reason: reason)
    }
    return ClippingRange(lower: Double(lower), upper: Double(upper))
  }

  private static func mean(_ bounds: [Float], in type: ElementType) -> Float {
    let mean = Double(type.rounded(NumPySum.sum(bounds))) / Double(bounds.count)
    return type == .float16 ? Float(Float16(mean)) : Float(mean)
  }
}
