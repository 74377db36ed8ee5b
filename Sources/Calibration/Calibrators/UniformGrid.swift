import QuantizationEngine

/// The multiples of a scale that the codes of an affine scheme stand for.
///
///     levels = { k · scale : lowest ≤ k ≤ highest },  k = q − Z
///
/// For a given scale the zero-point only slides this window along the multiples, so the two
/// thresholds of a scheme are one real number and one integer.
struct UniformGrid: Hashable {
  /// The distance between neighbouring levels.
  var scale: Double
  /// The index of the lowest level, at most 0.
  var lowest: Int
  /// The number of levels.
  var count: Int

  /// The index of the highest level.
  var highest: Int { lowest + count - 1 }

  /// The range from the lowest level to the highest.
  var range: ClippingRange {
    ClippingRange(lower: Double(lowest) * scale, upper: Double(highest) * scale)
  }

  /// The grid with one level more on either side.
  var widened: UniformGrid {
    UniformGrid(scale: scale, lowest: lowest - 1, count: count + 2)
  }

  /// Levels farther from zero than this may overflow float32 once scale and product are rounded.
  static let farthestLevel = Double(Float.greatestFiniteMagnitude) * (1 - 0x1p-20)
}

/// The squared error of a grid on some values.
struct GridError {
  /// Σ(x − k·S)², k the index of the nearest level.
  var squaredError = 0.0
  /// Σ of the squared distances to the window with one level more on either side.
  ///
  /// A window of fewer multiples, or of finer ones, clips at least this much wherever it stands:
  /// the place that is best for the whole error is within a level of the one that clips least.
  var unavoidableSquaredError = 0.0

  /// Values go to a level that is no float32.
  static let overflow = GridError(squaredError: .infinity)
}

/// Values on which many grids are tried.
///
/// Few values are visited one by one; of many, a sorted line answers for whole steps.
struct GridObjective {
  private let distribution: any Distribution
  /// The values themselves, where there are few of them.
  private let values: FewValues?
  /// √Σx².
  private let norm: Double

  /// The objective over the values of a distribution, for grids of `levelCount` levels.
  init(_ distribution: any Distribution, levelCount: Int) {
    self.distribution = distribution
    norm = distribution.moments.totalOfSquares.squareRoot()
    values = distribution.count <= max(64 * levelCount, 4096) ? FewValues(distribution) : nil
  }

  /// How many values there are.
  var count: Int { distribution.count }

  /// The error of a grid; infinite where values go to a level that overflows float32.
  ///
  /// - Complexity: O(min(n, levels · log n)).
  func error(of grid: UniformGrid) -> GridError {
    if let values { return values.error(of: grid) }
    let (ranks, moments) = steps(of: grid)
    let beyond = grid.widened.range
    let outside = distribution.moments(
      below: distribution.ranks(below: [beyond.lower, beyond.upper]) + [distribution.count])
    var error = GridError()
    for step in 0..<grid.count where ranks[step] < ranks[step + 1] {
      let level = Double(grid.lowest + step) * grid.scale
      guard abs(level) < UniformGrid.farthestLevel else { return .overflow }
      error.squaredError += (moments[step + 1] - moments[step]).squaredDeviation(from: level)
    }
    error.unavoidableSquaredError =
      outside[0].squaredDeviation(from: beyond.lower)
      + (outside[2] - outside[1]).squaredDeviation(from: beyond.upper)
    return error
  }

  /// The scale that minimises Σ(x − k·S)² while every value keeps its k: Σx·k / Σk².
  ///
  /// nil if every value has index 0.
  func leastSquaresScale(of grid: UniformGrid) -> Double? {
    var fit = LeastSquares()
    if let values {
      fit = values.leastSquares(of: grid)
    } else {
      let (ranks, moments) = steps(of: grid)
      for step in 0..<grid.count where ranks[step] < ranks[step + 1] {
        let index = Double(grid.lowest + step)
        let part = moments[step + 1] - moments[step]
        fit.product += index * part.total
        fit.indexSquares += index * index * Double(part.count)
      }
    }
    return fit.scale
  }

  /// The ranks and moments at the edges of the steps of a grid.
  private func steps(of grid: UniformGrid) -> (ranks: [Int], moments: [Moments]) {
    let steps = grid.lowest..<grid.highest
    let ranks =
      [0] + distribution.ranks(below: steps.map { (Double($0) + 0.5) * grid.scale })
      + [distribution.count]
    return (ranks, distribution.moments(below: ranks))
  }

  /// How much finer the scale of a grid may become, as a share, while no window of it can have a
  /// squared error as small as a given one.
  ///
  /// Let e be the errors of the best window at scale S and k the indices that the best window at a
  /// finer scale S′ gives the values. With those indices at scale S the error is no less than ‖e‖, and
  /// no index moves its level by more than |k|·(S − S′). So
  ///
  ///     ‖e′‖ ≥ ‖e‖ − ‖k‖·(S − S′),   ‖k‖·S′ ≤ ‖x‖ + √n·S′/2
  ///
  /// because a level lies between zero and its value, or beyond by half a step at most.
  ///
  /// - Returns: at most a quarter; 0 if nothing is known.
  func safeRefinement(of grid: UniformGrid, error: Double, unlessBelow least: Double) -> Double {
    let slack = error.squareRoot() - least.squareRoot()
    guard slack > 0, slack.isFinite else { return 0 }
    let reach = norm * 4 / 3 + Double(count).squareRoot() * grid.scale / 2
    return min(slack / reach, 0.25)
  }

  /// The window of levels, for a given scale, that has the least error.
  ///
  /// Sliding the window down by one adds a level below, which helps the values under it, and takes
  /// one away above, which hurts the values over it. Both effects grow as the window slides on, so
  /// the error is convex in the place of the window and the first place that no step improves is the
  /// best of all.
  ///
  /// - Complexity: O(log n) for each place tried.
  func bestWindow(near grid: UniformGrid) -> UniformGrid {
    var grid = grid
    grid.lowest = min(max(grid.lowest, 1 - grid.count), 0)
    var direction = 0
    while true {
      if direction <= 0, grid.lowest > 1 - grid.count, gainOfSlidingDown(grid) > 0 {
        grid.lowest -= 1
        direction = -1
      } else if direction >= 0, grid.lowest < 0 {
        let next = UniformGrid(scale: grid.scale, lowest: grid.lowest + 1, count: grid.count)
        guard gainOfSlidingDown(next) < 0 else { return grid }
        grid = next
        direction = 1
      } else {
        return grid
      }
    }
  }

  /// How much less the squared error is with the window one place lower.
  private func gainOfSlidingDown(_ grid: UniformGrid) -> Double {
    let scale = grid.scale
    let ranks = distribution.ranks(below: [
      (Double(grid.lowest) - 0.5) * scale, (Double(grid.highest) - 0.5) * scale,
    ])
    let moments = distribution.moments(below: ranks + [distribution.count])
    let below = moments[0]
    let above = moments[2] - moments[1]
    // (x − lS)² − (x − lS + S)², summed, and (x − hS + S)² − (x − hS)², summed.
    let gain =
      -2 * scale * below.deviation(from: Double(grid.lowest) * scale)
      - Double(below.count) * scale * scale
    let loss =
      2 * scale * above.deviation(from: Double(grid.highest) * scale)
      + Double(above.count) * scale * scale
    return gain - loss
  }
}
