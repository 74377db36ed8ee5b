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

/// The squared error of a grid on some values, and the scale that would fit the same codes best.
struct GridError {
  /// Σ(x − k·S)², k the index of the nearest level.
  var squaredError = 0.0
  /// Σ of the squared distances to the window with one level more on either side.
  ///
  /// A window of fewer multiples, or of finer ones, clips at least this much wherever it stands:
  /// the place that is best for the whole error is within a level of the one that clips least.
  var unavoidableSquaredError = 0.0
  /// Σx·k.
  var product = 0.0
  /// Σk².
  var indexSquares = 0.0

  /// Values go to a level that is no float32.
  static let overflow = GridError(squaredError: .infinity)

  /// The scale that minimises Σ(x − k·S)² while every value keeps its k: Σx·k / Σk².
  ///
  /// nil if every value has index 0.
  var leastSquaresScale: Double? {
    indexSquares > 0 && product > 0 ? product / indexSquares : nil
  }
}

/// Values on which many grids are tried.
///
/// Few values are visited one by one; of many, a sorted line answers for whole steps.
struct GridObjective {
  private let distribution: any Distribution
  /// The values themselves, where there are few of them.
  private let values: [Double]?

  /// The objective over the values of a distribution, for grids of `levelCount` levels.
  init(_ distribution: any Distribution, levelCount: Int) {
    self.distribution = distribution
    values =
      distribution.count <= max(8 * levelCount, 4096)
      ? (0..<distribution.count).map(distribution.value(atRank:)) : nil
  }

  /// How many values there are.
  var count: Int { distribution.count }

  /// The error of a grid; infinite where values go to a level that overflows float32.
  ///
  /// - Complexity: O(min(n, levels · log n)).
  func error(of grid: UniformGrid) -> GridError {
    if let values { return Self.error(of: grid, on: values) }
    let steps = grid.lowest..<grid.highest
    let ranks =
      [0] + distribution.ranks(below: steps.map { (Double($0) + 0.5) * grid.scale })
      + [distribution.count]
    let moments = distribution.moments(below: ranks)
    let beyond = grid.widened.range
    let outside = distribution.moments(
      below: distribution.ranks(below: [beyond.lower, beyond.upper]) + [distribution.count])
    var error = GridError()
    for step in 0..<grid.count where ranks[step] < ranks[step + 1] {
      let index = Double(grid.lowest + step)
      let level = index * grid.scale
      guard abs(level) < UniformGrid.farthestLevel else { return .overflow }
      let part = moments[step + 1] - moments[step]
      error.squaredError += part.squaredDeviation(from: level)
      error.product += index * part.total
      error.indexSquares += index * index * Double(part.count)
    }
    error.unavoidableSquaredError =
      outside[0].squaredDeviation(from: beyond.lower)
      + (outside[2] - outside[1]).squaredDeviation(from: beyond.upper)
    return error
  }

  private static func error(of grid: UniformGrid, on values: [Double]) -> GridError {
    // Adding and taking away 1.5 · 2⁵² rounds to the nearest even integer without a call.
    let rounder = 6_755_399_441_055_744.0
    let lowest = Double(grid.lowest)
    let highest = Double(grid.highest)
    let beyond = grid.widened.range
    var error = GridError()
    for value in values {
      let quotient = value / grid.scale
      let index = (min(max(quotient, lowest), highest) + rounder) - rounder
      let level = index * grid.scale
      guard abs(level) < UniformGrid.farthestLevel else { return .overflow }
      let difference = value - level
      error.squaredError += difference * difference
      error.product += value * index
      error.indexSquares += index * index
      let distance = max(beyond.lower - value, value - beyond.upper, 0)
      error.unavoidableSquaredError += distance * distance
    }
    return error
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
