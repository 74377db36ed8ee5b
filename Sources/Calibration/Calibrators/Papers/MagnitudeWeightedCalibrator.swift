public import QuantizationEngine

/// Minimises a squared error in which large values count for more.
///
///     Σ |x| · (x − x̂)²
///
/// with |x| taken as the magnitude of the middle of one of 8192 bins over the range of the values and
/// x − x̂ exact within a bin, or exact for each value where a block has few of them. Both bounds are multiplied by one ratio, as in ``CosineCalibrator``.
///
/// Source: the magnitude-aware clipping of Zhao et al., "Distribution Adaptive INT8 Quantization for
/// Training CNNs" (arXiv 2102.04782), with its weight taken as |x|.
public struct MagnitudeWeightedCalibrator: WatchedCalibrator {
  /// Says whether to go on.
  public var monitor = ProgressMonitor.none

  /// The calibrator.
  public init() {}

  /// `magnitude-weighted`.
  public var name: String { "magnitude-weighted" }

  /// What it minimises.
  public var summary: String { "minimises the squared error weighted with the magnitude" }

  /// A search, or many bins.
  public var effort: CalibrationEffort { .search }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises Σ |x| · (x − x̂)²: an error on a large value costs more than one on a small value.",
      "The weight is the magnitude of the middle of one of 8192 bins; the error within is exact.",
      "One ratio shrinks both ends of min-max: 128 even steps, then halved down to 1/8192.",
      "It clips less than mse does. Scale and zero-point by the scheme.",
      "Source: Zhao et al., arXiv 2102.04782, with the weight |x|.",
    ]
  }

  /// The range of the best ratio.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/noEncoding(_:)``;
  ///   ``CalibrationError/notInRepertoire(tool:reason:)`` above 4096 levels, for which the bins are too
  ///   few.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard scheme.levelCount <= 4096 else {
      throw .notInRepertoire(
        tool: name, reason: "it has 8192 bins, which is too few for the levels")
    }
    let search = try RatioSearch(distribution, scheme: scheme, monitor: monitor)
    guard let bounds = distribution.bounds, bounds.lowerBound < bounds.upperBound else {
      return try search.best { _ in 0 }
    }
    let bins = Bins(over: bounds, count: 8192)
    if let few = BlockTrial(distribution, codeCount: scheme.levelCount) {
      let unit = max(abs(bins.lower), abs(bins.upper))
      let weights = few.values.map { abs(bins.center(ofBinAt: $0) ?? bins.center(0)) / unit }
      let sweep = RatioSweep(
        few.values, weights: weights, minMax: search.minMax, scheme: scheme)
      let estimates = sweep.map { sweep in
        RatioSearch.Estimates(sweep: sweep, merit: .saving) {
          Self.leastSaving(ofCost: $0, total: sweep.total)
        }
      }
      return try search.best(estimates: estimates) {
        few.weightedSquaredError(under: $0, weights: weights)
      }
    }
    let weights = WeightedMoments(distribution, bins: bins)
    return try search.best { weights.squaredError(on: $0.staircase) }
  }
}

extension MagnitudeWeightedCalibrator {
  /// What must be left of Σ w·x² for a ratio to cost no more than one that is known.
  ///
  /// Scale and levels are rounded to float32: that changes the root of the cost by less than 3 · 10⁻⁷ of
  /// that of Σ w·x̂².
  fileprivate static func leastSaving(ofCost cost: Double, total: Double) -> Double {
    total - cost - 2e-6 * ((cost * total).squareRoot() + cost) - 1e-11 * total
  }
}

/// Running sums of w, w·x and w·x² over bins, w the magnitude of a bin's middle.
private struct WeightedMoments {
  private let edges: [Double]
  private let weights: [Double]
  private let sums: [Double]
  private let squares: [Double]
  private let unit: Double

  init(_ distribution: any Distribution, bins: Bins) {
    edges = (0...bins.count).map(bins.edge)
    let ranks = distribution.ranks(below: Array(edges.dropLast())) + [distribution.count]
    let moments = distribution.moments(below: ranks)
    var weights = [0.0]
    var sums = [0.0]
    var squares = [0.0]
    // In units of the range, so that nothing overflows.
    unit = max(abs(bins.lower), abs(bins.upper))
    for bin in 0..<bins.count {
      let held = moments[bin + 1] - moments[bin]
      let weight = abs(bins.center(bin)) / unit
      weights.append(weights[bin] + weight * Double(held.count))
      sums.append(sums[bin] + weight * (held.total / unit))
      squares.append(squares[bin] + weight * (held.totalOfSquares / unit / unit))
    }
    self.weights = weights
    self.sums = sums
    self.squares = squares
  }

  /// Σ w · (x − x̂)², each threshold moved to the nearest edge of a bin.
  func squaredError(on staircase: Staircase) -> Double {
    var error = 0.0
    var lower = 0
    let last = weights.count - 1
    for (step, level) in staircase.levels.enumerated() {
      let upper =
        step < staircase.thresholds.count
        ? max(lower, edge(nearest: Double(staircase.thresholds[step]))) : last
      let place = Double(level) / unit
      if upper > lower {
        error +=
          (squares[upper] - squares[lower]) - 2 * place * (sums[upper] - sums[lower])
          + place * place * (weights[upper] - weights[lower])
      }
      lower = upper
    }
    return error
  }

  private func edge(nearest value: Double) -> Int {
    let width = (edges[edges.count - 1] - edges[0]) / Double(edges.count - 1)
    let place = ((value - edges[0]) / width).rounded()
    return Int(min(max(place, 0), Double(edges.count - 1)))
  }
}
