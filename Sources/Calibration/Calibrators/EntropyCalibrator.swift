public import QuantizationEngine

/// Minimises KL(P‖Q) between the distributions before and after quantization, as qviz shows it.
///
/// The divergence is that of ``DivergenceReference``, equation (19) of the engine: P the histogram
/// of the values on 2048 bins, Q the mass of each code spread over its bins. Thresholds are edges
/// of those bins. All pairs on a grid of every 64th edge are tried (one threshold, in symmetric
/// schemes, on every 8th edge of the larger side); from the best, neighbours at half the distance
/// are tried until neighbouring edges bring nothing more.
///
/// The divergence is jagged, so the result is the best of a stated search, not of all ranges.
/// Where a wider and a narrower range have the same divergence the wider one is taken; min-max
/// is always among the candidates.
///
/// This is not what any deployment tool calls entropy calibration; theirs have names of their own.
public struct EntropyCalibrator: WatchedCalibrator {
  /// Says whether to go on.
  public var monitor = ProgressMonitor.none

  /// The entropy calibrator.
  public init() {}

  /// `entropy`.
  public var name: String { "entropy" }

  /// What it minimises.
  public var summary: String {
    "minimises the KL divergence that the screen shows, on 2048 bins"
  }

  /// A search over histograms.
  public var effort: CalibrationEffort { .long }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises KL(P‖Q) in nats on 2048 bins over the values' own range: the number on the screen.",
      "P: the histogram of the values. Q: the share of each code, spread evenly over the non-empty"
        + " bins that have this code; finite without smoothing.",
      "Thresholds are edges of bins: every 64th pair (symmetric: every 8th), then halved around the"
        + " best until neighbouring edges bring nothing. Wider ones win ties.",
      "Scale and zero-point by the scheme. No deployment tool computes this one.",
    ]
  }

  /// The range with the least KL divergence of those tried.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/noEncoding(_:)``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    try DivergenceSearch.best(
      for: distribution, scheme: scheme, monitor: monitor, measure: .kullbackLeibler)
  }
}
