public import QuantizationEngine

/// Minimises the Jensen–Shannon divergence between the distributions before and after quantization,
/// as qviz shows it.
///
/// JS is between the histogram of the values and that of what they are quantized to, on the same 2048
/// bins; it is finite without smoothing and at most ln 2. Candidates and ties are those of
/// ``EntropyCalibrator``.
public struct JensenShannonCalibrator: Calibrator {
  /// The calibrator.
  public init() {}

  /// `js`.
  public var name: String { "js" }

  /// What it minimises.
  public var summary: String {
    "minimises the Jensen–Shannon divergence that the screen shows, on 2048 bins"
  }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises JS = ½ KL(P‖M) + ½ KL(Q‖M), M = (P + Q) / 2, in nats; at most ln 2.",
      "P: the histogram of the values on 2048 bins. Q: that of the dequantized values on the same ones,"
        + " so a level is a spike in one bin.",
      "Thresholds are edges of bins: every 64th pair (symmetric: every 8th), then halved around the"
        + " best until neighbouring edges bring nothing. Wider ones win ties.",
      "With fewer levels than bins it rewards levels in crowded bins, so it may clip hard.",
    ]
  }

  /// The range with the least divergence of those tried.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/noEncoding(_:)``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    try DivergenceSearch.best(for: distribution, scheme: scheme) { reference, staircase in
      let ranks =
        [0] + distribution.ranks(belowRounding: staircase.thresholds) + [distribution.count]
      return reference.jsDivergence(
        on: [staircase], levelCounts: [zip(ranks.dropFirst(), ranks).map { $0 - $1 }])
        ?? .infinity
    }
  }
}
