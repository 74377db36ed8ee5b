public import QuantizationEngine

/// Minimises the mean squared error of a histogram's bin centres.
///
/// Candidates for amax are the centres of the bins 128…2047 of 2048; each is applied to the centres
/// of all bins, and the squared errors, weighted by the counts, are averaged over the bins in
/// float32. The first of equal candidates wins.
///
/// Edge cases: amax is never below a sixteenth of the range.
///
/// Source: `_compute_amax_mse` of nvidia-modelopt 0.47.0 as it is meant. The shipped one hands its
/// arguments over in the wrong places, so that the bit width becomes a bias and what it returns does
/// not depend on it; that is not emulated.
public struct TensorRTMeanSquaredErrorCalibrator: ToolCalibrator {
  /// How magnitudes are counted.
  public let binning: TensorRTBinning

  /// The calibrator.
  public init(binning: TensorRTBinning = .torch) {
    self.binning = binning
  }

  /// `tensorrt-mse`.
  public var name: String { "tensorrt-mse" }

  /// What it minimises.
  public var summary: String { "minimises the squared error of the centres of 2048 bins of |x|" }

  /// A search over histograms.
  public var effort: CalibrationEffort { .long }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises Σ count · (centre − quantized centre)² over 2048 bins of |x| from 0 to its maximum.",
      "Candidates for amax are the centres of the bins 128…2047, so amax is at least 1/16 of the"
        + " range; the first of equals wins; sums are float32.",
      "Scale amax / 127 at 8 bits; codes −127…127; half-even; no zero-point.",
      "Source: nvidia-modelopt 0.47.0, calib/histogram.py, with the arguments of its call in their"
        + " places (as shipped, the bit width is taken for a bias).",
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
  ///   the centres are negative, as NumPy's window about a single small magnitude has them.
  /// - Complexity: O(bins · levels), whatever the size of the tensor.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    let histogram = try binning.histogram(of: distribution)
    let search = CenterErrorSearch(histogram, bitWidth: scheme.bitWidth)
    guard search.centers[TensorRTBinning.firstCandidate] >= 0 else {
      throw .toolFails(tool: toolchain.name, reason: "it has negative values in amax")
    }
    return ClippingRange(magnitude: search.firstBest(from: TensorRTBinning.firstCandidate))
  }
}
