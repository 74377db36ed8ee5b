public import QuantizationEngine

/// Newton's method to the threshold at which clipping and rounding error balance.
///
///     c ← Σ_{|x| > c} |x| / ((4^−b / d) · #{|x| ≤ c} + #{|x| > c}),  d = 3 signed, 12 one-sided
///
/// from the mean of |x|, in float64, until a step moves it by less than 1e-12 of itself (at most 100
/// steps). The expected rounding error is that of uniform noise.
///
/// Edge cases: where the steps end in a cycle the last one counts; where no value is beyond the
/// threshold any more it is max |x|.
///
/// Source: Sakr et al., "Optimal Clipping and Magnitude-aware Differentiation for Improved
/// Quantization-aware Training" (arXiv 2206.06501), equation 6 (OCTAV).
public struct OctavCalibrator: Calibrator {
  /// The calibrator.
  public init() {}

  /// `octav`.
  public var name: String { "octav" }

  /// What it minimises.
  public var summary: String { "Newton's method to where clipping and rounding error balance" }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises Σ_{|x|>c} (|x| − c)² + #{|x|≤c} · S²/12: clipping as it is, rounding as noise.",
      "c ← Σ_{|x|>c} |x| / (4^−b/3 · #{|x|≤c} + #{|x|>c}); one-sided values have 4^−b/12.",
      "Starts from the mean of |x| and ends when a step is below 1e-12 of c.",
      "Symmetric about zero, or from zero to c for one-sided values; scale by the scheme.",
      "Source: Sakr et al., arXiv 2206.06501, equation 6.",
    ]
  }

  /// From −c to c, or between zero and c.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``; ``CalibrationError/notInRepertoire(tool:reason:)``
  ///   for values on both sides of zero in an asymmetric scheme.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.bounds else { throw .noFiniteValues }
    let isOneSided = bounds.lowerBound >= 0 || bounds.upperBound <= 0
    guard scheme.symmetry != .asymmetric || isOneSided else {
      throw .notInRepertoire(
        tool: name,
        reason: "its threshold is the same on both sides, so the scheme must be symmetric")
    }
    let largest = max(abs(bounds.lowerBound), abs(bounds.upperBound))
    let threshold = threshold(
      distribution, largest: largest, levels: Double(scheme.levelCount),
      divisor: scheme.symmetry == .asymmetric ? 12 : 3)
    guard scheme.symmetry == .asymmetric else {
      return ClippingRange(lower: -threshold, upper: threshold)
    }
    return bounds.lowerBound >= 0
      ? ClippingRange(lower: 0, upper: threshold) : ClippingRange(lower: -threshold, upper: 0)
  }

  private func threshold(
    _ distribution: any Distribution, largest: Double, levels: Double, divisor: Double
  ) -> Double {
    let noise = 1 / (levels * levels) / divisor
    var threshold = distribution.magnitudes(above: 0).sum / Double(distribution.count)
    for _ in 0..<100 {
      let tail = distribution.magnitudes(above: threshold)
      guard tail.count > 0 else { return largest }
      let inside = Double(distribution.count - tail.count)
      let next = tail.sum / (noise * inside + Double(tail.count))
      let isSettled = abs(next - threshold) <= 1e-12 * threshold
      threshold = next
      if isSettled { break }
    }
    return min(threshold, largest)
  }
}

extension Distribution {
  /// The number and the sum of the magnitudes above a threshold.
  func magnitudes(above threshold: Double) -> (count: Int, sum: Double) {
    let ranks = ranks(below: [-threshold, threshold.nextUp])
    let moments = moments(below: [ranks[0], max(ranks[0], ranks[1]), count])
    return (
      ranks[0] + count - moments[1].count, (moments[2] - moments[1]).total - moments[0].total
    )
  }
}
