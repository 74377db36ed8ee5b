public import QuantizationEngine

/// Minimises a squared error that is counted in bins: levels are whole numbers of bins wide.
///
/// 2048 bins, of |x| for symmetric schemes and of x over [min, max] for asymmetric ones. A candidate
/// starts at a bin (every eighth one; symmetric: at 0) and has levels of k bins, k from 1 to
/// ⌊2048 / levels⌋; min-max-like k + 1 comes first. A bin's error is its distance from the nearer
/// end of its level, plus one half, or a quarter beyond the middle one; outside it is its distance
/// from the range. The first of equal candidates wins.
///
/// For symmetric schemes the histogram of |x| is treated as if all codes covered the positive half,
/// so that the grid searched is not the one that is applied. That is the tool's.
///
/// Of float16 and bfloat16 values bins and counts are of that type (``TorchBins``), as one thread counts; all else is float64.
///
/// Source: `TorchMSEObserver` of PPQ 0.6.6.
public struct PPQMeanSquaredErrorCalibrator: ToolCalibrator {
  static let binCount = 2048

  /// The calibrator.
  public init() {}

  /// `ppq-mse`.
  public var name: String { "ppq-mse" }

  /// What it minimises.
  public var summary: String { "minimises a squared error counted in whole bins of 2048" }

  /// A search, or many bins.
  public var effort: CalibrationEffort { .search }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises Σ count · e² over 2048 bins, e counted in bins: the distance of a bin from the nearer"
        + " end of its level plus 1/2 (the middle bin 1/4), or from the range if it is outside.",
      "A level is a whole number of bins wide, 1 to 8 at 8 bits, so there are few scales to choose from;"
        + " asymmetric ranges start at every eighth bin up to zero.",
      "Symmetric: the bins of |x| are measured against all 2^b levels, though half of them are for the"
        + " other sign, so it often keeps everything.",
      "Scale and zero-point as ppq-minmax.",
      "Of float16 and bfloat16 values the bins are found in that type, and each counts to 2048 or 256"
        + " at most (a thread; here there is one).",
      "Source: PPQ 0.6.6, quantization/observer/range.py.",
    ]
  }

  /// PPQ's arithmetic.
  public var toolchain: any Toolchain { PPQToolchain() }

  /// The one of PPQ's that is in force.
  public func toolchain(for scheme: Scheme) -> any Toolchain { PPQToolchain.inForce(for: scheme) }

  /// Whole tensors.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` for channels and groups.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    try layout.requireWholeTensor(for: name)
  }

  /// The range of the best candidate.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/notInRepertoire(tool:reason:)``,
  ///   ``CalibrationError/toolFails(tool:reason:)`` where float32 cannot count the values.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard distribution.count > 0 else { throw .noFiniteValues }
    try PPQToolchain().check(scheme)
    guard scheme.levelCount <= Self.binCount else {
      throw .notInRepertoire(
        tool: name, reason: "it has 2048 bins, which is too few for the levels")
    }
    guard let bounds = distribution.floatBounds, let largest = distribution.largestMagnitude else {
      throw .noFiniteValues
    }
    let bins = Double(Self.binCount)
    let lowest = Double(bounds.lowerBound)
    switch scheme.symmetry {
    case .asymmetric:
      let width = (Double(bounds.upperBound) - lowest) / bins
      guard (bounds.upperBound - bounds.lowerBound).isFinite else {
        throw .toolFails(tool: name, reason: "the width of the range overflows float32")
      }
      let counts = distribution.counts(
        of: .values, in: TorchBins(over: bounds, count: Self.binCount, type: scheme.valueType))
      let found = LevelWidthSearch(counts: counts, levelCount: scheme.levelCount)
        .best(starts: Array(stride(from: 0, to: Self.binCount, by: 8))) {
          Double($0) * width + lowest <= 0
        }
      return ClippingRange(
        lower: Double(found.start) * width + lowest, upper: Double(found.end) * width + lowest)
    case .symmetric, .restrictedSymmetric:
      let counts = distribution.counts(
        of: .magnitudes,
        in: TorchBins(over: 0...largest, count: Self.binCount, type: scheme.valueType))
      let found = LevelWidthSearch(counts: counts, levelCount: scheme.levelCount)
        .best(starts: [0]) { _ in true }
      let threshold = Double(found.end) * (Double(largest) / bins)
      return ClippingRange(lower: -threshold, upper: threshold)
    }
  }
}
