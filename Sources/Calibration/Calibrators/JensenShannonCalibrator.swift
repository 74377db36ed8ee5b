public import QuantizationEngine

/// Minimises the Jensen–Shannon divergence between the distributions before and after quantization,
/// as qviz shows it.
///
/// The divergence is that of ``DivergenceReference``, equation (20) of the engine: of the same P and Q
/// on 2048 bins as the KL divergence; it is finite without smoothing and at most ln 2. Candidates and
/// ties are those of ``EntropyCalibrator``.
public struct JensenShannonCalibrator: WatchedCalibrator {
  /// Says whether to go on.
  public var monitor = ProgressMonitor.none

  /// The calibrator.
  public init() {}

  /// `js`.
  public var name: String { "js" }

  /// What it minimises.
  public var summary: String {
    "minimises the Jensen–Shannon divergence that the screen shows, on 2048 bins"
  }

  /// A search over histograms.
  public var effort: CalibrationEffort { .long }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises JS = ½ KL(P‖M) + ½ KL(Q‖M), M = (P + Q) / 2, in nats; at most ln 2.",
      "P: the histogram of the values on 2048 bins. Q: the share of each code, spread evenly over the"
        + " non-empty bins that have this code, as for KL.",
      "Thresholds are edges of bins: every 64th pair (symmetric: every 8th), then halved around the"
        + " best until neighbouring edges bring nothing. Wider ones win ties.",
      "Where KL counts a crowded bin with a small Q without end, JS counts it at most by ln 2.",
    ]
  }

  /// The range with the least divergence of those tried.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/noEncoding(_:)``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    try DivergenceSearch.best(
      for: distribution, scheme: scheme, monitor: monitor, measure: .jensenShannon)
  }
}
