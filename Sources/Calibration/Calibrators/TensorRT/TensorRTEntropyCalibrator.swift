public import QuantizationEngine

/// Minimises KL(P‖Q) between a clipped histogram of the magnitudes and its merged self.
///
/// For each of the bins 128…2048 as the last one: P is the histogram up to there, with all that lies
/// beyond added to its last bin; Q spreads each of the 2^(b−1) levels evenly over its non-empty bins.
/// Levels are of uneven whole widths: bin j of i belongs to level ⌊j · L / i⌋. Of equal divergences
/// the one with the widest range wins, and an undefined one beats all others. The first bin, that of
/// the zeros, is overwritten with the second one before.
///
/// Source: `_compute_amax_entropy` of nvidia-modelopt 0.47.0, which is pytorch-quantization's.
public struct TensorRTEntropyCalibrator: ToolCalibrator {
  /// Every which bin is tried.
  public let stride: Int
  /// How magnitudes are counted.
  public let binning: TensorRTBinning

  /// A calibrator that tries every `stride`-th bin; ModelOpt's default is every one.
  ///
  /// - Precondition: `stride` is positive.
  public init(stride: Int = 1, binning: TensorRTBinning = .torch) {
    precondition(stride > 0, "the stride must be positive")
    self.stride = stride
    self.binning = binning
  }

  /// `tensorrt-entropy`.
  public var name: String { "tensorrt-entropy" }

  /// What it minimises.
  public var summary: String {
    "minimises the KL divergence between the clipped histogram of |x| and its merged self"
  }

  /// A search over histograms.
  public var effort: CalibrationEffort { .long }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises KL(P‖Q) in nats over where to clip |x|: 1921 candidates, the ends of the bins"
        + " 128…2048 of 2048 over 0…max |x|.",
      "P: the bins kept, with all that is clipped added to the last. Q: the kept bins merged to"
        + " 2^(b−1) levels (128 at 8 bits) and spread back over the non-empty ones.",
      "The bin of the zeros is overwritten with its neighbour first; nothing is smoothed, so a last"
        + " bin that is empty makes the divergence infinite.",
      "Of equal candidates the last one wins. Scale amax / 127; codes −127…127; half-even.",
      "Source: nvidia-modelopt 0.47.0, calib/histogram.py; the method is NVIDIA's of GTC 2017.",
    ]
  }

  /// TensorRT's arithmetic.
  public var toolchain: any Toolchain { TensorRTToolchain() }

  /// Whole tensors.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` for channels and groups.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    try layout.requireWholeTensor(for: name)
  }

  /// From −amax to amax.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``.
  /// - Complexity: O(candidates · levels), whatever the size of the tensor.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    var histogram = try binning.histogram(of: distribution)
    histogram.counts[0] = histogram.counts[1]
    let search = MergedHistogramSearch(
      counts: histogram.counts, levelCount: 1 << (scheme.bitWidth - 1))
    let bin = search.lastBest(
      among: Array(
        Swift.stride(
          from: TensorRTBinning.firstCandidate, through: TensorRTBinning.binCount, by: stride)))
    return ClippingRange(magnitude: histogram.edges[bin])
  }
}
