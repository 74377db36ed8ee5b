public import QuantizationEngine

/// Keeps a share of the magnitudes, up to the left edge of a histogram's bin.
///
///     amax = edge(k),  k the first bin with (n₀ + … + nₖ) / n ≥ p / 100
///
/// on 2048 bins of |x|; the running sum adds float64 shares one by one.
///
/// Edge cases: the edge is the *left* one of the bin that completes the share, so even p = 100 clips
/// the largest values.
///
/// Source: `_compute_amax_percentile` of nvidia-modelopt 0.47.0.
public struct TensorRTPercentileCalibrator: ToolCalibrator {
  /// The share that is kept, in percent.
  public let percent: Double
  /// How magnitudes are counted.
  public let binning: TensorRTBinning

  /// A calibrator that keeps `percent` percent of the magnitudes; ModelOpt's default is 99.99.
  ///
  /// - Throws: ``CalibrationError/percentileOutOfRange(_:)``.
  public init(percent: Double, binning: TensorRTBinning = .torch) throws(CalibrationError) {
    guard percent > 50, percent <= 100 else { throw .percentileOutOfRange(percent) }
    self.percent = percent
    self.binning = binning
  }

  /// The calibrator with ModelOpt's defaults.
  public init() {
    percent = 99.99
    binning = .torch
  }

  /// `tensorrt-percentile`.
  public var name: String { "tensorrt-percentile" }

  /// The percentage.
  public var setting: String? { "\(percent) %" }

  /// What it keeps.
  public var summary: String { "keeps a share of the magnitudes, up to the edge of a bin" }

  /// A search, or many bins.
  public var effort: CalibrationEffort { .search }

  /// What it computes.
  public var explanation: [String] {
    [
      "Keeps \(percent) % of the magnitudes |x|; signs do not matter.",
      "2048 bins of equal width over 0…max |x|; amax is the LEFT edge of the bin that completes the"
        + " share, so some of that bin is clipped too.",
      "Scale amax / 127 at 8 bits; codes −127…127; half-even; no zero-point.",
      "Source: nvidia-modelopt 0.47.0, calib/histogram.py (99.99 % is its default).",
    ]
  }

  /// TensorRT's arithmetic.
  public var toolchain: any Toolchain { TensorRTToolchain() }

  /// Whole tensors: it is for activations.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` for channels and groups.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    try layout.requireWholeTensor(for: name)
  }

  /// From −amax to amax.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/toolFails(tool:reason:)`` where
  ///   amax is at most 2^−24 and values are above a half, which the tool would all turn into zeros.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    let histogram = try binning.histogram(of: distribution)
    let total = Double(distribution.count)
    var share = 0.0
    var bin = 0
    while bin < histogram.counts.count {
      share += Double(histogram.counts[bin]) / total
      if share >= percent / 100 { break }
      bin += 1
    }
    let amax = histogram.edges[bin]
    guard amax > 0x1p-24 || distribution.largestMagnitude ?? 0 <= 0.5 else {
      throw .toolFails(
        tool: toolchain.name,
        reason: "the share ends in the first bin, so that amax is \(amax) and every value becomes 0"
      )
    }
    return ClippingRange(magnitude: amax)
  }
}
