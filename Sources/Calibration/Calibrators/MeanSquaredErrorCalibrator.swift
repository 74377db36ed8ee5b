public import QuantizationEngine

/// Minimises the mean squared error: the best clipping range there is for the scheme.
///
///     minimise Σ(x − x̂)² over both thresholds
///
/// The levels of an affine scheme are multiples of the scale, and the zero-point only slides a
/// window along them. For one scale the error is convex in the place of the window, so the best
/// place is found by descent; what is left is a search over one number, the scale:
///
/// 1. Scales from half as much again as the min-max one downwards, until clipping alone costs more than
///    the best error found: no smaller scale can then be better. First in steps of a sixteenth, to know
///    an error that can be reached; then in steps of a quarter of the relative width of a level (finer
///    for few values), leaving out those that cannot come down to the best error found so far
///    (``GridObjective/safeRefinement(of:error:unlessBelow:)``).
/// 2. The lowest valleys of that scan are polished: with its codes kept, the best scale is the
///    least-squares one, Σx·k / Σk²; codes and scale take turns, twice for all, and then until neither
///    changes for the best of them.
/// 3. The winners are measured by the very staircase that the scheme will use, beside min-max,
///    and the best of them is taken.
///
/// At most 256 values on at most 16 levels need no search: all scales and windows are tried
/// (``ScaleSweep``).
///
/// Source: the polish is the alternating projection of "ADMM" quantizers; the rest is our own.
public struct MeanSquaredErrorCalibrator: WatchedCalibrator {
  /// Says whether to go on.
  public var monitor = ProgressMonitor.none

  /// How many valleys are polished.
  private static let polishedCount = 32
  /// The smallest scale that is searched.
  private static let smallestScale = Double(Float.leastNormalMagnitude)
  /// How many of them are polished to the end.
  private static let fullyPolishedCount = 8

  /// The calibrator of the least mean squared error.
  public init() {}

  /// `mse`.
  public var name: String { "mse" }

  /// What it minimises.
  public var summary: String {
    "minimises the mean squared error over both thresholds, on every value"
  }

  /// A search, or many bins.
  public var effort: CalibrationEffort { .search }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises the mean squared error over both thresholds: the yardstick of this table.",
      "Exact on all values, without bins: a search over the scale, the window of codes sliding to its"
        + " best place for each, then least squares with the codes kept.",
      "It ends where clipping alone costs more than the best found; the winners are measured by the"
        + " staircase that will be used.",
      "Scale and zero-point by the scheme.",
    ]
  }

  /// The range with the least mean squared error.
  ///
  /// Edge cases: a tensor of zeros has the range 0…0; with few distinct values, several ranges may
  /// have the same least error, and any of them is chosen.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/noEncoding(_:)``;
  ///   ``CalibrationError/notInRepertoire(tool:reason:)`` with ``RoundingMode/up``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.bounds else { throw .noFiniteValues }
    guard scheme.arithmetic.rounding.isToNearest else {
      throw .notInRepertoire(
        tool: name, reason: "it is for values that go to the nearest code, not up to the next one")
    }
    let minMax = ClippingRange(lower: bounds.lowerBound, upper: bounds.upperBound)
    guard minMax.absoluteMaximum > 0 else { return minMax }
    if let swept = Self.swept(distribution, scheme: scheme, minMax: minMax) { return swept }
    let objective = GridObjective(
      distribution, levelCount: scheme.quantMax - scheme.quantMin + 1)
    var candidates = try valleys(of: objective, scheme: scheme, minMax: minMax)
    // Each turn lowers the error or ends; real tensors take about ten.
    for (turns, kept) in [(2, Self.fullyPolishedCount), (64, 4)] {
      candidates = Array(
        try polished(candidates, turns: turns, objective: objective, scheme: scheme)
          .sorted { $0.error < $1.error }
          .prefix(kept))
    }
    candidates = try refined(candidates, objective: objective, of: distribution, scheme: scheme)
    var best: (range: ClippingRange, error: Double)?
    var refusal: EncodingError?
    for range in [minMax]
      + candidates.flatMap({ Self.neighbours(of: $0.grid, on: distribution, scheme: scheme) })
    {
      try checkCancellation()
      do throws(EncodingError) {
        let error = try exactError(of: range, on: distribution, scheme: scheme)
        if error < best?.error ?? .infinity { best = (range, error) }
      } catch {
        refusal = error
      }
    }
    // Values near the largest float32 may leave no range whose levels are all finite.
    guard let best else { throw .noEncoding(refusal ?? .scaleOverflows(minMax)) }
    return best.range
  }

  struct Candidate {
    var grid: UniformGrid
    var error: Double
  }

  /// The local minima of a scan over the scales, the best first, at most ``polishedCount``.
  private func valleys(
    of objective: GridObjective, scheme: Scheme, minMax: ClippingRange
  ) throws(CalibrationError) -> [Candidate] {
    let count = scheme.quantMax - scheme.quantMin + 1
    let levels = Double(count)
    // A grid moves by a level at its far end when the scale changes by 1 / levels. Few values make
    // narrow valleys and cheap trials; many levels make dear trials.
    let step = min(max(1 / (4 * levels), levels / 0x1p18), 1.0 / 64)
    let shrinkage = 1 - step / min(max(4096 / Double(objective.count), 1), 8)
    var grid = Self.coarsest(scheme, minMax)
    // No smaller scale is a scheme's: there is nothing to search through.
    guard grid.scale >= Self.smallestScale else { return [] }
    if scheme.symmetry == .asymmetric {
      grid.lowest = Int((min(minMax.lower, 0) / grid.scale).rounded())
    }
    let coarse = try scanned(
      from: grid, objective: objective, scheme: scheme, shrinkage: 15.0 / 16, least: .infinity,
      skipping: .nothing)
    let least = coarse.min { $0.error < $1.error }
    let scan = try scanned(
      from: grid, objective: objective, scheme: scheme, shrinkage: shrinkage,
      least: least?.error ?? .infinity, skipping: .hopelessScales)
    let minima = scan.indices.filter { index in
      (index == 0 || scan[index].error <= scan[index - 1].error)
        && (index + 1 == scan.count || scan[index].error <= scan[index + 1].error)
    }
    let walls = zip(scan, scan.dropFirst())
      .filter { $0.error.isFinite != $1.error.isFinite }
      .map { edge(between: $0, $1, objective: objective) }
    return Array(
      (minima.map { scan[$0] } + walls + [least].compactMap(\.self))
        .sorted { $0.error < $1.error }
        .prefix(Self.polishedCount))
  }

  /// The grid from which scales are tried downwards: half as coarse again as the min-max one.
  static func coarsest(_ scheme: Scheme, _ minMax: ClippingRange) -> UniformGrid {
    let count = scheme.quantMax - scheme.quantMin + 1
    var grid = UniformGrid(
      scale: 0, lowest: scheme.quantMin - scheme.symmetricZeroPoint, count: count)
    switch scheme.symmetry {
    case .asymmetric:
      grid.scale = 1.5 * minMax.widenedToZero.width / Double(count - 1)
    case .symmetric, .restrictedSymmetric:
      grid.scale = 1.5 * minMax.absoluteMaximum / Double(grid.highest)
    }
    return grid
  }

  private enum Skipping {
    case nothing
    /// Scales whose error is surely above the least one known.
    case hopelessScales
  }

  /// The best windows of ever finer scales, until clipping alone costs more than the least error.
  private func scanned(
    from coarsest: UniformGrid, objective: GridObjective, scheme: Scheme, shrinkage: Double,
    least: Double, skipping: Skipping
  ) throws(CalibrationError) -> [Candidate] {
    var grid = coarsest
    var scan: [Candidate] = []
    var least = least
    while grid.scale >= Self.smallestScale {
      try checkCancellation()
      if scheme.symmetry == .asymmetric { grid = objective.bestWindow(near: grid) }
      let error = objective.error(of: grid)
      scan.append(Candidate(grid: grid, error: error.squaredError))
      least = min(least, error.squaredError)
      guard error.unavoidableSquaredError <= least else { break }
      var factor = shrinkage
      if skipping == .hopelessScales {
        let refinement = objective.safeRefinement(
          of: grid, error: error.squaredError, unlessBelow: least)
        factor = min(factor, 1 - refinement)
      }
      grid.scale *= factor
      if scheme.symmetry == .asymmetric {
        grid.lowest = Int((Double(grid.lowest) / factor).rounded())
      }
    }
    return scan
  }

  /// The last grid before values go to a level that overflows float32, where the least error may be.
  private func edge(
    between first: Candidate, _ second: Candidate, objective: GridObjective
  ) -> Candidate {
    var (finite, other) = first.error.isFinite ? (first, second.grid) : (second, first.grid)
    // No nearer than a few float32 ulps: the scale is still to be rounded.
    for _ in 0..<12 {
      var grid = finite.grid
      grid.scale = (finite.grid.scale + other.scale) / 2
      let error = objective.error(of: grid).squaredError
      if error.isFinite {
        finite = Candidate(grid: grid, error: error)
      } else {
        other = grid
      }
    }
    return finite
  }

  /// Codes and scale fitted to each other in turns until the error falls no more.
  private func polished(
    _ candidates: [Candidate], turns: Int, objective: GridObjective, scheme: Scheme
  ) throws(CalibrationError) -> [Candidate] {
    var candidates = candidates
    for place in candidates.indices {
      for _ in 0..<turns {
        try checkCancellation()
        let best = candidates[place]
        guard let scale = objective.leastSquaresScale(of: best.grid) else { break }
        var grid = best.grid
        grid.scale = scale
        if scheme.symmetry == .asymmetric { grid = objective.bestWindow(near: grid) }
        let error = objective.error(of: grid).squaredError
        guard error < best.error else { break }
        candidates[place] = Candidate(grid: grid, error: error)
      }
    }
    return candidates
  }

  /// The clipping range for which the scheme has this grid.
  static func range(of grid: UniformGrid, scheme: Scheme) -> ClippingRange {
    switch scheme.symmetry {
    case .asymmetric: grid.range
    // The negative side may have one code more, which the scale does not count.
    case .symmetric, .restrictedSymmetric:
      ClippingRange(lower: -grid.range.upper, upper: grid.range.upper)
    }
  }

  /// Σ(x − x̂)² with the encoding and the arithmetic of the scheme.
  func exactError(
    of range: ClippingRange, on distribution: any Distribution, scheme: Scheme
  ) throws(EncodingError) -> Double {
    let quantizer = AffineQuantizer(
      encoding: try scheme.encoding(for: range), arithmetic: scheme.arithmetic)
    return ErrorSums(of: distribution, on: quantizer.staircase).squaredError
  }
}
