public import QuantizationEngine

/// ONNX Runtime's `EntropyCalibrater`: the KL divergence of a histogram from its coarsened self.
///
/// The histogram spans minus to plus the largest magnitude. A candidate keeps i bins on either side
/// of the middle one, i from half the quantized bins to half of all. P is the kept part with the
/// rest added to its ends; Q is the kept part merged to the quantized bins and spread evenly over
/// the non-empty ones of P, *truncated to whole counts*. Both are smoothed (0.0001 of a count goes
/// to each empty bin) and compared in float32, in nats; the first least one wins, and its bounds are
/// drawn in to the smallest and the largest value.
///
/// With the tool's own settings, 128 bins and 128 quantized bins, there is one candidate, so the
/// result is min-max. ``searching`` has the settings that people use instead.
///
/// Source: onnxruntime 1.31.1, `calibrate.py` (`get_entropy_threshold`) and `quant_utils.py`
/// (`smooth_distribution`).
public struct OrtEntropyCalibrator: ToolCalibrator {
  /// The number of bins.
  public let binCount: Int
  /// The number of quantized bins.
  public let quantizedBinCount: Int

  /// `ort-entropy`, or `ort-entropy-2048` for ``searching``.
  public let name: String

  /// The one with 2048 bins, of which 128 are left: its search has 961 candidates.
  public static let searching = OrtEntropyCalibrator(
    binCount: 2048, quantizedBinCount: 128, name: "ort-entropy-2048")

  /// The calibrator; without arguments as `create_calibrator` makes it.
  ///
  /// - Precondition: `2 ≤ quantizedBinCount ≤ binCount`.
  public init(binCount: Int = 128, quantizedBinCount: Int = 128) {
    self.init(binCount: binCount, quantizedBinCount: quantizedBinCount, name: "ort-entropy")
  }

  init(binCount: Int, quantizedBinCount: Int, name: String) {
    precondition(
      (2...binCount).contains(quantizedBinCount),
      "there are at least as many bins as quantized ones")
    self.binCount = binCount
    self.quantizedBinCount = quantizedBinCount
    self.name = name
  }

  /// The numbers of bins.
  public var setting: String? { "\(binCount) bins to \(quantizedBinCount)" }

  /// What it minimises.
  public var summary: String {
    "ONNX Runtime: minimises the KL divergence of \(binCount) bins from \(quantizedBinCount)"
  }

  /// A search over histograms, unless there is one candidate.
  public var effort: CalibrationEffort { candidateCount > 1 ? .long : .search }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises KL(P‖Q) in nats over where to clip \(binCount) bins of −max |x|…max |x|:"
        + " \(candidateCount) candidate\(candidateCount == 1 ? ", so the result is min-max" : "s").",
      "P: the bins kept about the middle, with what is clipped added to both ends.",
      "Q: those bins merged to \(quantizedBinCount), which span both signs, and spread back over"
        + " the non-empty ones in whole counts, the rest dropped.",
      "Each empty bin of both is given 0.0001 of a count; the sum is in float32.",
      "Of equal candidates the narrowest wins, drawn in to min and max; scale as ort-minmax.",
      "Source: onnxruntime 1.31.1, quantization/calibrate.py, get_entropy_threshold.",
    ]
  }

  /// How many ranges are tried.
  private var candidateCount: Int { binCount / 2 - quantizedBinCount / 2 + 1 }

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

  /// The range whose histogram loses least by coarsening.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/toolFails(tool:reason:)``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.floatBounds else { throw .noFiniteValues }
    let histogram = try ToolHistogram(
      aboutZero: distribution, count: binCount, type: scheme.valueType, tool: name)
    let kept = try keptBins(of: histogram.counts, type: scheme.valueType)
    let lower = histogram.edges[kept.lowerBound]
    let upper = histogram.edges[kept.upperBound]
    return ClippingRange(lower: lower, upper: upper, within: bounds)
  }

  /// The bins that the best candidate of a histogram keeps.
  ///
  /// - Throws: ``CalibrationError/toolFails(tool:reason:)``.
  func keptBins(
    of counts: [Int], type: ElementType = .float32
  ) throws(CalibrationError) -> Range<Int> {
    let search = OrtEntropySearch(counts: counts, quantizedBinCount: quantizedBinCount)
    guard let kept = search.leastDivergentBins(roundedTo: type) else {
      throw .toolFails(
        tool: name, reason: "one bin in ten thousand holds values, and smoothing the others fails")
    }
    return kept
  }
}
