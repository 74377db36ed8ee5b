public import QuantizationEngine

/// ONNX Runtime's `PercentileCalibrater`: cuts a share of the values off, at edges of bins.
///
///     symmetric:   T = edge(first bin whose cumulative share of |x| ≥ p / 100),  −T…T
///     asymmetric:  edges of the first bins whose cumulative shares reach t and 1 − t,
///                  t = (100 − p) / 200
///
/// Both bounds are then drawn in to the smallest and the largest value, so a "symmetric" range may
/// be asymmetric. The edge is the *left* one of the bin: values in that bin are clipped even at
/// 100 %, and where one bin holds nearly everything the bounds may meet at zero or be the wrong way
/// round; ONNX Runtime uses them as they are, and so does this.
///
/// Source: onnxruntime 1.31.1, `onnxruntime/quantization/calibrate.py`.
public struct OrtPercentileCalibrator: ToolCalibrator {
  /// The percentage kept.
  public let percent: Double
  /// The number of bins.
  public let binCount: Int
  /// Whether magnitudes are counted, or values with their sign.
  public let histogram: CountedQuantity

  /// What the bins count.
  public enum CountedQuantity: Hashable, Sendable {
    /// |x|; ONNX Runtime's `symmetric`, its default.
    case magnitudes
    /// x.
    case values
  }

  /// The calibrator; without arguments as `create_calibrator` makes it.
  public init(
    percent: Double = 99.999, binCount: Int = 2048, histogram: CountedQuantity = .magnitudes
  ) {
    self.percent = percent
    self.binCount = binCount
    self.histogram = histogram
  }

  /// `ort-percentile`.
  public var name: String { "ort-percentile" }

  /// The percentage, and what is counted where it is not the default.
  public var setting: String? { "\(percent) %" + (histogram == .values ? " of x" : " of |x|") }

  /// What it keeps.
  public var summary: String {
    "ONNX Runtime: keeps \(percent) % of the values, cut at the left edge of one of \(binCount)"
      + " bins"
  }

  /// What it computes.
  public var explanation: [String] {
    [
      histogram == .magnitudes
        ? "Keeps \(percent) % of |x|: \(binCount) bins from min |x| to max |x|, one cut for both"
          + " signs."
        : "Keeps \(percent) % of x: \(binCount) bins of −max |x|…max |x|, half of the rest off"
          + " each end.",
      "The cut is the left edge of the bin in which the cumulative share is reached, so the"
        + " upper cut clips that bin's values, even at 100 %.",
      "Both bounds are drawn in to min and max, so a symmetric range may come out asymmetric.",
      "Where one bin holds nearly everything the bounds may meet or cross; they are used as they"
        + " are.",
      "Scale and zero-point as ort-minmax: symmetric int8 absmax / 127, half-even.",
      "Source: onnxruntime 1.31.1, quantization/calibrate.py, PercentileCalibrater.",
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

  /// The range between the two cuts.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/toolFails(tool:reason:)``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.floatBounds,
      let magnitudes = distribution.magnitudeBounds
    else { throw .noFiniteValues }
    let lower: Float
    let upper: Float
    switch histogram {
    case .magnitudes:
      let bins = try NumPyBins(
        over: magnitudes, count: binCount, type: scheme.valueType, tool: name)
      let counts = distribution.sparseCounts(of: .magnitudes, in: bins)
      upper = bins[counts.firstBin(reaching: percent / 100, of: binCount)]
      lower = -upper
    case .values:
      let bins = try NumPyBins(
        aboutZero: distribution, count: binCount, type: scheme.valueType, tool: name)
      let counts = distribution.sparseCounts(of: .values, in: bins)
      let cut = (100 - percent) / 200
      lower = bins[counts.firstBin(reaching: cut, of: binCount)]
      upper = bins[counts.firstBin(reaching: 1 - cut, of: binCount)]
    }
    return ClippingRange(lower: lower, upper: upper, within: bounds)
  }
}
