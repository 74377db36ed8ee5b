public import QuantizationEngine

/// Alternates between the nearest codes and the least-squares scale for them.
///
///     k ← nearest code of x / S,   S ← Σ x·k / Σ k²
///
/// from the scale of min-max until the float32 scale no longer changes (at most 200 rounds). Each half step
/// lowers Σ (x − k·S)², so it ends in a valley near min-max, which need not be the deepest one.
/// The zero-point stays that of min-max.
///
/// Source: the projection and the scale step of Leng et al., "Extremely Low Bit Neural Network:
/// Squeeze the Last Bit Out with ADMM" (arXiv 1707.09870), section 3.
public struct AdmmCalibrator: WatchedCalibrator {
  /// Says whether to go on.
  public var monitor = ProgressMonitor.none

  /// The calibrator.
  public init() {}

  /// `admm`.
  public var name: String { "admm" }

  /// What it minimises.
  public var summary: String {
    "alternates between the nearest codes and their least-squares scale"
  }

  /// What it computes.
  public var explanation: [String] {
    [
      "Lowers Σ (x − S·k)² by turns: the nearest codes k for the scale S, then S = Σ x·k / Σ k².",
      "Starts at min-max and ends when S stays; each turn lowers the error.",
      "It finds the valley next to min-max, not the deepest: mse is never worse.",
      "The zero-point stays that of min-max; scale by least squares.",
      "Source: Leng et al., arXiv 1707.09870.",
    ]
  }

  /// The range of the codes at the last scale.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/noEncoding(_:)``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    let minMax = try MinMaxCalibrator().clippingRange(for: distribution, scheme: scheme)
    let encoding = try CalibratedBlock(minMax, scheme: scheme).quantizer.encoding
    guard minMax.absoluteMaximum > 0, !encoding.isOfZeros else { return minMax }
    let objective = GridObjective(distribution, levelCount: scheme.levelCount)
    var grid = UniformGrid(
      scale: Double(encoding.scale), lowest: encoding.quantMin - encoding.zeroPoint,
      count: encoding.codeCount)
    for _ in 0..<200 {
      try checkCancellation()
      guard let scale = objective.leastSquaresScale(of: grid) else { break }
      let isSettled = Float(scale) == Float(grid.scale)
      grid.scale = scale
      if isSettled { break }
    }
    guard scheme.symmetry != .asymmetric else { return grid.range }
    // A symmetric range is that of the positive codes, of which there may be one fewer.
    let largest = Double(grid.highest) * grid.scale
    return ClippingRange(lower: -largest, upper: largest)
  }
}
