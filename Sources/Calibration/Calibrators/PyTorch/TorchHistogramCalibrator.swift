public import QuantizationEngine

/// PyTorch's `HistogramObserver`: cuts off quantiles while an estimate of the squared error falls.
///
/// A histogram of 2048 bins over all values; from its ends, quantiles of 0.001 % are cut off, each
/// time on the side where that drops more bins, until the estimated error *first* rises: a local
/// minimum. The estimate lays cells over the kept bins, 256 for 8-bit types and 65 536 for 16-bit
/// ones whatever the codes, and takes the values to be spread evenly within each bin.
///
/// The bins of float16 and bfloat16 values are found in that type: with 2048 of them a float16 of 32 or
/// more above the smallest value is counted in the first bin, and a bin of a batch stops at 2048 or 256
/// in each thread. Here one thread counts. Everything else is float32.
///
/// Source: torch 2.13, `torch/ao/quantization/observer.py`, `HistogramObserver`.
public struct TorchHistogramCalibrator: ToolCalibrator, BatchCalibrator {
  /// The number of bins.
  static let binCount = 2048

  /// The observer.
  public init() {}

  /// `torch-histogram`.
  public var name: String { "torch-histogram" }

  /// What it minimises.
  public var summary: String {
    "PyTorch: cuts quantiles off 2048 bins until its estimate of the squared error first rises"
  }

  /// A search, or many bins.
  public var effort: CalibrationEffort { .search }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises an estimate of the squared error, not KL, over 2048 bins of min…max.",
      "Cuts 0.001 % of the values at a time, on the side where that drops more bins, and stops at"
        + " the first rise: a local minimum.",
      "The estimate lays 256 cells over the kept bins (65,536 above 8 bits), even at 4 bits, and"
        + " takes the values to be even within each bin.",
      "The bounds are the outer edges of the bins kept; most 8-bit tensors lose little or nothing."
        + " Scale and zero-point as torch-minmax; per tensor only.",
      "Of float16 and bfloat16 values the bins are found in that type, and each counts to 2048 or 256"
        + " at most (a thread; here there is one).",
      "Source: torch 2.13, ao/quantization/observer.py, HistogramObserver.",
    ]
  }

  /// PyTorch's arithmetic.
  public var toolchain: any Toolchain { TorchToolchain() }

  /// The form in force, or stored codes for 8 bits and fake quantization for others.
  public func toolchain(for scheme: Scheme) -> any Toolchain { TorchToolchain(for: scheme) }

  /// Whole tensors.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` for channels and groups.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    try layout.requireWholeTensor(for: name)
  }

  /// The range of the bins that are kept.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/toolFails(tool:reason:)``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    try clippingRange(of: [distribution], scheme: scheme)
  }

  /// The histogram is laid over larger ranges.
  public var batchRule: String {
    "where one widens the range, the bins so far are cut into sixteenths and laid over the new ones."
  }

  /// The range of the bins that are kept after the last batch.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/toolFails(tool:reason:)``.
  public func clippingRange(
    over batches: BatchSequence, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    try clippingRange(of: try values(of: batches), scheme: scheme)
  }

  private func clippingRange(
    of batches: [any Distribution], scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard
      let histogram = TorchObserverHistogram(
        of: batches, count: Self.binCount, type: scheme.valueType)
    else { throw .noFiniteValues }
    let (lower, upper) = (histogram.range.lowerBound, histogram.range.upperBound)
    guard (upper - lower).isFinite else {
      throw .toolFails(tool: name, reason: "the width of its bins overflows float32")
    }
    let search = TorchHistogramSearch(histogram, cellCount: scheme.bitWidth > 8 ? 65536 : 256)
    let bins = search.keptBins()
    let width = (upper - lower) / Float(Self.binCount)
    return ClippingRange(
      lower: Double(lower + width * Float(bins.lowerBound)),
      upper: Double(lower + width * Float(bins.upperBound + 1)))
  }
}
