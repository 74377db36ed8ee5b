public import QuantizationEngine

/// ONNX Runtime's `DistributionCalibrater`: the range of the histogram from which it estimates mean
/// and deviation for float8.
///
/// For integer types it reports the outermost edges, which are minus and plus the largest magnitude
/// (plus and minus one half for a tensor of zeros); only its float8 scale uses the deviation.
///
/// Source: onnxruntime 1.31.1, `onnxruntime/quantization/calibrate.py`.
public struct OrtDistributionCalibrator: ToolCalibrator {
  /// The number of bins.
  public let binCount: Int

  /// The calibrator; by default 2048 bins.
  public init(binCount: Int = 2048) {
    self.binCount = binCount
  }

  /// `ort-distribution`.
  public var name: String { "ort-distribution" }

  /// What it keeps.
  public var summary: String {
    "ONNX Runtime: keeps every value, in a range made symmetric; its deviation is for float8 only"
  }

  /// What it computes.
  public var explanation: [String] {
    [
      "Keeps every value: the outermost edges of \(binCount) bins, −max |x| and max |x|.",
      "The mean and the deviation it estimates from the bins count for float8 only, not for"
        + " integers.",
      "An asymmetric scheme leaves the codes beyond the smaller end unused, unlike ort-minmax.",
      "A tensor of zeros has the range −0.5…0.5, as NumPy widens it.",
      "Scale and zero-point as ort-minmax: symmetric int8 absmax / 127, half-even.",
      "Source: onnxruntime 1.31.1, quantization/calibrate.py, DistributionCalibrater.",
    ]
  }

  /// ONNX Runtime's arithmetic.
  public var toolchain: any Toolchain { OrtToolchain() }

  /// The formula in force, or the plain one.
  public func toolchain(for scheme: Scheme) -> any Toolchain { OrtToolchain(for: scheme) }

  /// Whole tensors: it is for activations.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` for channels and groups.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    try layout.requireWholeTensor(for: name)
  }

  /// The range from the first edge to the last.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/toolFails(tool:reason:)``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    let bins = try NumPyBins(
      aboutZero: distribution, count: binCount, type: scheme.valueType, tool: name)
    return ClippingRange(lower: Double(bins[0]), upper: Double(bins[binCount]))
  }

  /// The mean and the deviation that it estimates from the bins.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/toolFails(tool:reason:)``.
  public func moments(
    of distribution: any Distribution, scenario: OrtDistributionMoments.Scenario = .same
  ) throws(CalibrationError) -> OrtDistributionMoments {
    try OrtDistributionMoments(
      of: distribution, scenario: scenario, binCount: binCount, tool: name)
  }
}
