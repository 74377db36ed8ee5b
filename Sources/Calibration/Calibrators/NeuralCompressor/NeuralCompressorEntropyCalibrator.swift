public import QuantizationEngine

/// Minimises the KL divergence between a clipped histogram of the magnitudes and its merged self,
/// over the widest third of it.
///
/// 2048 bins of |x| over 0…max |x|. Candidates keep i bins, i from 1432 to 2047, the last of them not
/// empty: P is the kept part with all that is clipped added to its last bin; Q merges ⌊i / 255⌋ bins
/// to each of 255 levels, all that remain to the last, and spreads them over the non-empty ones. The
/// first least divergence wins:
///
///     threshold = (i + 1/2) · bin width
///
/// Edge cases: where every candidate ends in an empty bin, i is the last bin up to 1432 that is not.
///
/// Source: `KL_Divergence.get_threshold` of neural-compressor 2.6, asked for magnitudes: its smallest
/// value is then 0, and only bins from 70 % up are tried.
public struct NeuralCompressorEntropyCalibrator: ToolCalibrator {
  /// The calibrator.
  public init() {}

  /// `neural-compressor-kl`.
  public var name: String { "neural-compressor-kl" }

  /// What it minimises.
  public var summary: String {
    "minimises the KL divergence of the histogram of |x| over its widest third"
  }

  /// A search over histograms.
  public var effort: CalibrationEffort { .long }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises KL(P‖Q) in nats over where to clip |x|: 2048 bins over 0…max |x|, candidates from 70 %"
        + " of them up, so that it never clips much.",
      "P: the bins kept, the clipped ones added to the last, which must not be empty. Q: 255 levels of"
        + " 5 to 8 bins, the last level taking all the rest; nothing is smoothed.",
      "The threshold is the middle of the bin after those kept, so never the full range. The first"
        + " least wins.",
      "Encoded as its ONNX adaptor does: scale threshold / 127, codes −128…127 by ONNX Runtime's"
        + " QuantizeLinear, which it drives.",
      "Source: neural-compressor 2.6, utils/kl_divergence.py and adaptor/ox_utils/util.py.",
    ]
  }

  /// ONNX Runtime's arithmetic.
  public var toolchain: any Toolchain { OrtToolchain() }

  /// The layout and the scheme; values of any type are counted in a histogram that is float32.
  public func check(_ layout: BlockLayout, scheme: Scheme) throws(CalibrationError) {
    try check(layout)
    try toolchain.check(scheme.with(valueType: .float32))
  }

  /// The range with ONNX Runtime's encoding for float32 values.
  ///
  /// - Throws: as ``clippingRange(for:scheme:)``, and ``CalibrationError/noEncoding(_:)``.
  public func calibrated(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    let scheme = try toolchain.scheme(scheme.with(valueType: .float32))
    return try CalibratedBlock(
      try clippingRange(for: distribution, scheme: scheme), scheme: scheme)
  }

  /// Whole tensors: it is for activations.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` for channels and groups.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    try layout.requireWholeTensor(for: name)
  }

  /// From minus to plus the threshold.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``; ``CalibrationError/notInRepertoire(tool:reason:)``
  ///   for other than signed symmetric codes of 8 bits.
  /// - Complexity: O(candidates · levels), whatever the size of the tensor.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard distribution.count > 0 else { throw .noFiniteValues }
    try Repertoire(bitWidths: [8], signedness: [.signed], symmetries: [.symmetric])
      .check(scheme, tool: name)
    guard let largest = distribution.largestMagnitude else { throw .noFiniteValues }
    let histogram = ToolHistogram(
      of: .magnitudes, in: distribution,
      bins: try NumPyBins(
        over: 0...largest, count: WideLastLevelSearch.binCount, edges: .float64, tool: name))
    let kept = WideLastLevelSearch(counts: histogram.counts).firstBest()
    return ClippingRange(magnitude: (Float(kept) + 0.5) * (histogram.edges[1] - histogram.edges[0]))
  }
}
