public import QuantizationEngine

/// Minimises a divergence of histograms whose counts are taken for logarithms.
///
/// 1001 bins over ±max |x|; candidates keep i bins on either side of the middle one, i from L / 2 to
/// 500 with L = 2^(b−1) − 1. P is the kept part with the rest added to its ends, Q its merged self
/// spread over its non-empty bins (the last level leaves its last bin out). Both are shifted by a
/// constant meant as smoothing and then handed to `Categorical(logits: …)`, which takes *counts* for
/// logarithms of probabilities: the fullest bin has nearly all of the weight. So this is not the KL
/// divergence of the histograms, whatever its name. The first least one wins.
///
/// Candidates often tie up to the last digit of a float32 exponential, and the first of those that
/// are equal to the last bit wins. So probabilities are those of PyTorch's own exponential
/// (``TorchSoftmax``). Normalizing goes through the one of Intel's MKL, which is not published; it
/// differs from the system's, used here, in one argument of a hundred by one in the last place.
///
/// Source: `KLMinimizerThreshold` of Brevitas 0.13.4, after MXNet's.
public struct BrevitasEntropyCalibrator: ToolCalibrator {
  /// The calibrator.
  public init() {}

  /// `brevitas-kl`.
  public var name: String { "brevitas-kl" }

  /// What it minimises.
  public var summary: String { "minimises a KL divergence in which counts stand for logarithms" }

  /// A search over histograms.
  public var effort: CalibrationEffort { .long }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises KL(P‖Q) over 1001 bins of x from −max |x| to max |x|, keeping i bins on either side.",
      "P: the bins kept, the rest added to both ends. Q: merged to 2^(b−1) − 1 levels (127 at 8 bits) and"
        + " spread over the non-empty bins.",
      "Counts are passed where logarithms are expected, so the fullest bin alone decides: it is not the"
        + " divergence of the histograms.",
      "The first least candidate wins. Scale threshold / 128 at 8 bits; half-even(x / scale).",
      "Of float16 and bfloat16 values the bins are found in that type, and each counts to 2048 or 256"
        + " at most (a thread; here there is one).",
      "Source: Brevitas 0.13.4, core/stats/stats_op.py, KLMinimizerThreshold.",
    ]
  }

  /// Brevitas' arithmetic.
  public var toolchain: any Toolchain { BrevitasToolchain() }

  /// Whole tensors.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` for channels and groups.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    try layout.requireWholeTensor(for: name)
  }

  /// From minus to plus the end of the last bin kept.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``; ``CalibrationError/notInRepertoire(tool:reason:)``
  ///   above 9 bits, for which the bins are too few; ``CalibrationError/toolFails(tool:reason:)`` where
  ///   float32 cannot hold the width of the range.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let largest = distribution.largestMagnitude, let bounds = distribution.floatBounds
    else { throw .noFiniteValues }
    guard scheme.bitWidth <= 9 else {
      throw .notInRepertoire(
        tool: name, reason: "it has 1001 bins, which is too few for the levels")
    }
    let bins = TorchBins(
      over: -largest...largest, count: LogitSearch.binCount, type: scheme.valueType)
    guard !bins.isBeyondMemory(bounds.upperBound) else {
      throw .toolFails(
        tool: toolchain.name,
        reason: "torch.histc counts \(bounds.upperBound) beyond its bins, in memory of others")
    }
    let histogram = ToolHistogram(of: .values, in: distribution, bins: bins)
    let search = LogitSearch(
      counts: histogram.counts, levelCount: (1 << (scheme.bitWidth - 1)) - 1)
    let threshold = histogram.edges[search.firstBest()]
    guard threshold.isFinite else {
      throw .toolFails(tool: toolchain.name, reason: "the width of its bins overflows float32")
    }
    return ClippingRange(magnitude: threshold)
  }
}
