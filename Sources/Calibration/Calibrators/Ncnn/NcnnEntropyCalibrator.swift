public import QuantizationEngine

/// Minimises the KL divergence between a clipped histogram of the magnitudes and its merged self,
/// with bins split between levels.
///
/// 2048 bins of |x| over 0…max |x|, zeros left out. Candidates keep t bins, t from 128 to 2047: P is
/// the kept part with the rest added to its last bin, Q each of 128 levels' mean spread over it, a bin
/// that straddles two levels being split between them; 0.0001 is added to every bin of both and
/// neither is normalised again. All in float32; the first least one wins.
///
///     threshold = (t + 0.5) · max |x| / 2048
///
/// Source: `QuantNet::quantize_KL` of ncnn (July 2026).
public struct NcnnEntropyCalibrator: ToolCalibrator {
  /// The calibrator.
  public init() {}

  /// `ncnn-kl`.
  public var name: String { "ncnn-kl" }

  /// What it minimises.
  public var summary: String {
    "minimises the KL divergence of the histogram of |x| without its zeros, bins split between levels"
  }

  /// A search over histograms.
  public var effort: CalibrationEffort { .long }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises KL(P‖Q) over where to clip |x|: 2048 bins over 0…max |x|, candidates after the bins"
        + " 128…2047, so never the full range. Zeros are not counted.",
      "P: the bins kept, the clipped ones added to the last. Q: 128 levels' means; a bin on the border of"
        + " two levels is split between them. 0.0001 is added to every bin.",
      "The threshold is the middle of the bin after: (t + 1/2) · max |x| / 2048. The first least wins.",
      "Inverse scale 127 / threshold; codes −127…127; half away from zero.",
      "Source: ncnn (July 2026), tools/quantize/ncnn2table.cpp.",
    ]
  }

  /// ncnn's arithmetic.
  public var toolchain: any Toolchain { NcnnToolchain() }

  /// Whole tensors: it is for activations.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` for channels and groups.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    try layout.requireWholeTensor(for: name)
  }

  /// From minus to plus the threshold.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``; ``CalibrationError/notInRepertoire(tool:reason:)``
  ///   for other than 8 bits.
  /// - Complexity: O(bins²) float32 operations, whatever the size of the tensor.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let largest = distribution.largestMagnitude else { throw .noFiniteValues }
    guard scheme.bitWidth == 8 else {
      throw .notInRepertoire(tool: name, reason: "it has 128 levels, for 8 bits")
    }
    var counts = distribution.counts(of: .magnitudes, in: NcnnBins(largest: largest))
    counts[0] -= distribution.magnitudeRanks(belowRounding: [.leastNonzeroMagnitude])[0]
    let kept = SplitBinSearch(counts: counts).firstBest()
    return ClippingRange(
      magnitude: (Float(kept) + 0.5) * largest / Float(SplitBinCandidates.binCount))
  }
}
