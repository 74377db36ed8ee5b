import QuantizationEngine

/// The best scale near a grid, of all there are, for values in any number.
///
/// Between two scales the nearest index of a value changes where the scale passes |x| / (k + 1/2). Only
/// the values between the outermost places of a decision threshold are concerned, and a sorted line
/// finds them; the sums over all others stay. With r = x − k·S the residuals at the middle scale S, the
/// scale of least squares for some indices k is S + Σr·k / Σk², and leaves Σr² − (Σr·k)² / Σk²: sums of
/// residuals, so that no digits are lost where the error is small.
struct LocalSweep {
  /// Up to how many changes are gone through.
  private static let mostChanges = 1 << 14
  /// How far from the middle scale the farthest one may be, as a share.
  private static let widestShare = 1.0 / 128

  private let distribution: any Distribution
  private let grid: UniformGrid
  private let share: Double

  /// A sweep about a grid.
  ///
  /// - Parameters:
  ///   - distribution: the values.
  ///   - grid: the middle scale, and the window.
  ///   - share: how far from the middle scale the farthest one is.
  init(_ distribution: any Distribution, about grid: UniformGrid, within share: Double) {
    self.distribution = distribution
    self.grid = grid
    self.share = share
  }

  /// The best grid with the same window, and its squared error before anything is rounded.
  func best() -> (grid: UniformGrid, error: Double) {
    let (coarsest, finest) = (grid.scale * (1 + share), grid.scale * (1 - share))
    var sums = sums(at: coarsest)
    var best = sums
    for change in changes(from: coarsest, to: finest) {
      sums.add(change, at: grid.scale)
      if sums.error < best.error { best = sums }
    }
    var found = grid
    if best.squares > 0 { found.scale += best.products / best.squares }
    return (found, best.error)
  }

  /// Σr², Σr·k and Σk².
  private struct Sums {
    var residuals = 0.0
    var products = 0.0
    var squares = 0.0

    /// The least squared error that a scale has with these indices.
    var error: Double {
      squares > 0 ? residuals - products * products / squares : residuals
    }

    /// Takes a value, and all those equal to it, to the next index away from zero.
    mutating func add(_ change: Change, at scale: Double) {
      let next = change.index + (change.index < 0 || change.isNegative ? -1 : 1)
      let (before, after) = (
        change.value - change.index * scale, change.value - next * scale
      )
      residuals += change.count * (after * after - before * before)
      products += change.count * (after * next - before * change.index)
      squares += change.count * (next * next - change.index * change.index)
    }
  }

  private struct Change {
    /// The scale below which it has the next index.
    let scale: Double
    let value: Double
    let count: Double
    /// The index that it has above.
    let index: Double
    let isNegative: Bool
  }

  /// The widest share about a grid that there are few enough changes within.
  static func share(of distribution: any Distribution, about grid: UniformGrid) -> Double {
    var share = widestShare
    for _ in 0..<40 {
      let ranks = LocalSweep(distribution, about: grid, within: share)
        .ranks(from: grid.scale * (1 + share), to: grid.scale * (1 - share))
      let count = ranks.reduce(0) { $0 + $1.count }
      if count <= mostChanges { break }
      share /= 2
    }
    return share
  }

  /// The sums with the indices of a scale.
  private func sums(at scale: Double) -> Sums {
    let edges = (grid.lowest..<grid.highest).map { (Double($0) + 0.5) * scale }
    let ranks = [0] + distribution.ranks(below: edges) + [distribution.count]
    let moments = distribution.moments(below: ranks)
    var sums = Sums()
    for step in 0..<grid.count where ranks[step] < ranks[step + 1] {
      let index = Double(grid.lowest + step)
      let part = moments[step + 1] - moments[step]
      sums.residuals += part.squaredDeviation(from: index * grid.scale)
      sums.products += index * part.deviation(from: index * grid.scale)
      sums.squares += index * index * Double(part.count)
    }
    return sums
  }

  /// The values that each decision threshold passes between two scales, as ranks.
  private func ranks(from coarsest: Double, to finest: Double) -> [Range<Int>] {
    // Far from zero the stretches of neighbouring thresholds overlap.
    let middles = (grid.lowest..<grid.highest).map { Double($0) + 0.5 }
    let inner = distribution.ranks(below: middles.map { $0 * finest })
    let outer = distribution.ranks(below: middles.map { $0 * coarsest })
    return zip(inner, outer).map { min($0, $1)..<max($0, $1) }
  }

  /// What changes between two scales, the coarser first.
  private func changes(from coarsest: Double, to finest: Double) -> [Change] {
    let ranks = ranks(from: coarsest, to: finest)
    var changes: [Change] = []
    for (place, step) in (grid.lowest..<grid.highest).enumerated() {
      let middle = Double(step) + 0.5
      // Of the two levels beside a threshold values go to the one farther from zero.
      let index = Double(middle < 0 ? step + 1 : step)
      var rank = ranks[place].lowerBound
      let end = ranks[place].upperBound
      while rank < end {
        let value = distribution.value(atRank: rank)
        var next = rank + 1
        if next < end, distribution.value(atRank: next) == value {
          next = min(max(distribution.rank(through: value), next), end)
        }
        changes.append(
          Change(
            scale: value / middle, value: value, count: Double(next - rank), index: index,
            isNegative: middle < 0))
        rank = next
      }
    }
    changes.sort { $0.scale > $1.scale }
    return changes
  }

  /// The float32 scales about that of the grid that promise most, the best first.
  ///
  /// Levels are rounded to float32 after the scale is, by δ each, which changes the error of the values
  /// of a level by n·δ² − 2δ · Σ(x − k·S): of the many scales that are as good but for that, one is best.
  func promisingScales(atMost count: Int) -> [Float] {
    let nearest = Float(grid.scale)
    guard nearest.isNormal, grid.count <= 1 << 10 else { return [nearest] }
    let edges = (grid.lowest..<grid.highest).map { (Double($0) + 0.5) * grid.scale }
    let ranks = [0] + distribution.ranks(below: edges) + [distribution.count]
    let moments = distribution.moments(below: ranks)
    var levels: [(index: Float, count: Double, deviation: Double)] = []
    var squares = 0.0
    for step in 0..<grid.count where ranks[step] < ranks[step + 1] {
      let index = Double(grid.lowest + step)
      let part = moments[step + 1] - moments[step]
      levels.append((Float(index), Double(part.count), part.deviation(from: index * grid.scale)))
      squares += index * index * Double(part.count)
    }
    let reach = min(Self.reach, Self.mostTerms / max(levels.count, 1))
    let promises = (-reach...reach).map { ulps -> (scale: Float, error: Double) in
      let scale = Float(bitPattern: UInt32(Int(nearest.bitPattern) + ulps))
      let distance = Double(scale) - grid.scale
      let error = levels.reduce(squares * distance * distance) { sum, level in
        let rounding = Double(level.index * scale) - Double(level.index) * Double(scale)
        return sum + rounding * (level.count * rounding - 2 * level.deviation)
      }
      return (scale, error)
    }
    return promises.sorted { $0.error < $1.error }.prefix(count).map(\.scale)
  }

  /// How many float32 scales are looked at on either side, and how many levels of all of them.
  private static let (reach, mostTerms) = (1000, 1 << 15)
}
