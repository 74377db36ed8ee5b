public import QuantizationEngine

/// The kth smallest magnitude.
///
///     threshold = |x| of rank k = ⌊0.01 · q · n + 0.5⌋, counted from 1
///
/// so that with the default of 99.999 % tensors of fewer than 50,000 values keep everything.
///
/// Source: `AbsPercentile` of Brevitas 0.13.4.
public struct BrevitasPercentileCalibrator: ToolCalibrator {
  /// The share that is kept, in percent.
  public let percent: Double

  /// A calibrator that keeps `percent` percent of the magnitudes.
  ///
  /// - Throws: ``CalibrationError/percentileOutOfRange(_:)``.
  public init(percent: Double) throws(CalibrationError) {
    guard percent > 50, percent <= 100 else { throw .percentileOutOfRange(percent) }
    self.percent = percent
  }

  /// The calibrator with Brevitas' default.
  public init() {
    percent = 99.999
  }

  /// `brevitas-percentile`.
  public var name: String { "brevitas-percentile" }

  /// The percentage.
  public var setting: String? { "\(percent) %" }

  /// What it keeps.
  public var summary: String { "keeps \(percent) % of the magnitudes, by rank" }

  /// What it computes.
  public var explanation: [String] {
    [
      "Keeps the ⌊0.01 · \(percent) · n + 0.5⌋ smallest of the magnitudes |x|, by rank: no bins.",
      "With 99.999 % nothing is clipped below 50,000 values.",
      "Scale threshold / 128 at 8 bits with codes −128…127 (activations), threshold / 127 restricted"
        + " (weights).",
      "Codes are half-even(x / scale).",
      "Source: Brevitas 0.13.4, core/stats/stats_op.py.",
    ]
  }

  /// Brevitas' arithmetic.
  public var toolchain: any Toolchain { BrevitasToolchain() }

  /// From minus to plus the threshold.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``; ``CalibrationError/toolFails(tool:reason:)`` where
  ///   the rank is zero.
  /// - Complexity: O(log n).
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let magnitudes = distribution.magnitudeBounds else { throw .noFiniteValues }
    let rank = rank(of: distribution)
    guard rank > 0, rank <= distribution.count else {
      throw .toolFails(tool: toolchain.name, reason: "there are too few values for the percentage")
    }
    if rank == distribution.count { return ClippingRange(magnitude: magnitudes.upperBound) }
    if distribution.knowsValues {
      return ClippingRange(magnitude: distribution.magnitude(ofRank: rank))
    }
    return try searchedRange(of: distribution, magnitudes: magnitudes, rank: rank)
  }

  /// The range to the smallest float32 that so many magnitudes are not above, by halving.
  ///
  /// - Throws: ``CalibrationError/toolFails(tool:reason:)`` where there is none.
  func searchedRange(
    of distribution: any Distribution, magnitudes: ClosedRange<Float>, rank: Int
  ) throws(CalibrationError) -> ClippingRange {
    let threshold = FloatThreshold.smallest(
      from: magnitudes.lowerBound, through: magnitudes.upperBound
    ) { distribution.magnitudeRanks(belowRounding: [$0.nextUp])[0] >= rank }
    guard let threshold else {
      throw .toolFails(tool: toolchain.name, reason: "there are too few values for the percentage")
    }
    return ClippingRange(magnitude: threshold)
  }

  /// How many of the magnitudes are kept, those that are not finite counted as the largest.
  func rank(of distribution: any Distribution) -> Int {
    let count = Double(distribution.count + distribution.excluded.notFinite)
    return Int((0.01 * percent * count + 0.5).rounded(.down))
  }
}
