public import QuantizationEngine

/// Minimises the angle between the values and what they are quantized to.
///
///     d(c) = 1 − ⟨x, x̂⟩ / (‖x‖ · ‖x̂‖)
///
/// Both bounds of the range of the values are multiplied by one ratio. The ratios 1/128 … 128/128 are
/// tried; from the best, neighbours at half the distance are tried until the distance is 1/8192. The
/// wider one of equal candidates wins. The cosine is exact.
///
/// Source: direction-sensitive gradient clipping of Zhu et al., "Towards Unified INT8 Training for
/// Convolutional Neural Network" (arXiv 1912.12607), section 4.1.
public struct CosineCalibrator: WatchedCalibrator {
  /// Says whether to go on.
  public var monitor = ProgressMonitor.none

  /// The calibrator.
  public init() {}

  /// `cosine`.
  public var name: String { "cosine" }

  /// What it minimises.
  public var summary: String { "minimises the angle between the values and their quantized selves" }

  /// A search, or many bins.
  public var effort: CalibrationEffort { .search }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises 1 − cos(x, x̂): only the direction of the tensor counts, not its length.",
      "One ratio shrinks both ends of min-max: 128 even steps, then halved down to 1/8192.",
      "A scale that shortens all values alike costs nothing here, so it clips less than mse.",
      "Scale and zero-point by the scheme; the cosine is exact.",
      "Source: Zhu et al., arXiv 1912.12607 (Unified INT8), direction-sensitive clipping.",
    ]
  }

  /// The range of the best ratio.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/noEncoding(_:)``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    let squares = distribution.moments.totalOfSquares
    let few = BlockTrial(distribution, codeCount: scheme.levelCount)
    let search = try RatioSearch(distribution, scheme: scheme, monitor: monitor)
    let estimates = few.flatMap { RatioSweep($0.values, minMax: search.minMax, scheme: scheme) }
      .map { sweep in
        RatioSearch.Estimates(sweep: sweep, merit: .alignment) {
          Self.leastAlignment(ofCost: $0) * sweep.total
        }
      }
    return try search.best(estimates: estimates) { quantizer in
      let sums = few?.sums(under: quantizer) ?? distribution.sums(on: quantizer.staircase)
      guard squares > 0 else { return 0 }
      guard sums.quantizedSquares > 0 else { return 1 }
      // 1 − cos by way of the error loses no digits where the angle is small: with r = ‖x̂‖ / ‖x‖,
      // 2(1 − cos) = (‖x − x̂‖² / ‖x‖² − (1 − r)²) / r.
      let ratio = (sums.quantizedSquares / squares).squareRoot()
      return (sums.squaredError / squares - (1 - ratio) * (1 - ratio)) / (2 * ratio)
    }
  }

  /// A cos² below which every ratio costs more than one that is known.
  ///
  /// The levels are rounded to float32, each by 2⁻²⁴ of itself at most, and so is the scale: that turns
  /// their direction by less than 4 · 10⁻⁷, and 1 − cos, half the square of an angle, by less than that
  /// times the angle.
  private static func leastAlignment(ofCost cost: Double) -> Double {
    let cosine = 1 - cost - (8e-7 * max(cost, 0).squareRoot() + 1e-11)
    return cosine > 0 ? cosine * cosine : 0
  }
}
