public import QuantizationEngine

/// ONNX Runtime's `DistributionCalibrater` for float8: a scale by the standard deviation.
///
///     S = σ / σ(all finite E4M3 numbers),  codes E4M3(x / S), saturated at ±448
///
/// where σ is estimated from the bins of a histogram (``OrtDistributionMoments``), as for activations.
/// For weights ONNX Runtime takes σ of the elements in their order instead (``OrtFloat8Scale``), which
/// differs by the width of a bin.
///
/// Edge cases: a tensor of one value has σ = 0, or NaN, by cancellation, and no scale.
///
/// Source: onnxruntime 1.31.1, `quant_utils.py`, `compute_scale_zp_float8`.
public struct OrtFloat8Calibrator: Float8Calibrator {
  /// What the deviation is of.
  public let scenario: OrtDistributionMoments.Scenario
  /// The number of bins.
  public let binCount: Int

  /// The calibrator; without arguments as `create_calibrator` makes it.
  public init(scenario: OrtDistributionMoments.Scenario = .same, binCount: Int = 2048) {
    self.scenario = scenario
    self.binCount = binCount
  }

  /// `ort-float8`.
  public var name: String { "ort-float8" }

  /// The scenario where it is not the default.
  public var setting: String? { scenario == .same ? nil : scenario.rawValue }

  /// What it does.
  public var summary: String {
    "ONNX Runtime: float8 E4M3 codes with a scale by the standard deviation; no integers"
  }

  /// A search, or many bins.
  public var effort: CalibrationEffort { .search }

  /// What it computes.
  public var explanation: [String] {
    [
      "Scale σ / 100.06: the deviation of the values over that of all finite float8 E4M3 numbers.",
      "σ comes from \(binCount) bins of −max |x|…max |x|"
        + (scenario == .same ? "." : ", of the cube roots of their centres."),
      "Codes are float8 numbers: x / scale rounded half-even, saturated at ±448, which is ±4.48 σ;"
        + " zero-point 0.",
      "No integer scheme has its levels, so it can be compared here but not taken.",
      "For weights ONNX Runtime takes σ of the elements themselves, not of bins.",
      "Source: onnxruntime 1.31.1, quantization/quant_utils.py, compute_scale_zp_float8.",
    ]
  }

  /// Tensors and channels of float32 values: those of smaller floats are too coarse for the bins.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` for groups,
  ///   ``CalibrationError/toolFailsOnType(tool:type:reason:)``.
  public func check(_ layout: BlockLayout, scheme: Scheme) throws(CalibrationError) {
    try OrtToolchain().check(layout, scheme)
    guard scheme.valueType == .float32 else {
      throw .toolFailsOnType(
        tool: name, type: scheme.valueType,
        reason:
          "ValueError: Too many bins for data range. Cannot create \(binCount) finite-sized bins.")
    }
  }

  /// The encoding whose scale is by the deviation of the bins.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/toolFails(tool:reason:)``.
  public func float8Encoding(
    for distribution: any Distribution
  ) throws(CalibrationError) -> Float8Encoding {
    let moments = try OrtDistributionMoments(
      of: distribution, scenario: scenario, binCount: binCount, tool: name)
    let scale = OrtFloat8Scale.scale(ofDeviation: moments.standardDeviation)
    guard let encoding = Float8Encoding(scale: scale) else {
      throw .toolFails(
        tool: name,
        reason: scale.isNaN
          ? "the variance that it estimates is below zero, and its root is NaN"
          : "a deviation of \(moments.standardDeviation) makes the scale \(scale), and a scale must"
            + " be positive and 448 of it finite")
    }
    return encoding
  }
}
