import QuantizationEngine

/// The best of all scales and windows for few values and few levels.
///
/// As the scale falls, the nearest index of one value after another grows by one, each at a scale of
/// its own, |x| / (k + 1/2). While no index changes, the scale of least squares is S = Σx·k / Σk², and
/// leaves Σx² − (Σx·k)² / Σk². So all scales are tried by going from one such change to the next; the
/// windows of the levels, which differ in how far indices may grow, have their sums side by side.
struct ScaleSweep {
  /// Up to how many values, and levels, are swept over.
  static let mostValues = 256
  static let mostLevels = 16

  private typealias Lanes = SIMD4<Double>
  /// How many windows have their sums side by side.
  private static let laneCount = 4

  /// The nearest whole number of a small one, ties to even, without a call.
  @inline(__always)
  private static func nearest(_ value: Double) -> Double {
    (value + 6_755_399_441_055_744) - 6_755_399_441_055_744
  }

  /// The values, ascending.
  private let values: [Double]
  /// The index of the lowest level of the first window, and how many levels each has.
  private let lowest: Int
  private let levelCount: Int
  /// How many windows there are, each a level lower than the one before.
  private let windowCount: Int
  /// Σx·k and Σk² of each window, four windows together.
  private var products = [Lanes](repeating: .zero, count: mostLevels / laneCount)
  private var squares = [Lanes](repeating: .zero, count: mostLevels / laneCount)
  /// The best sums so far: (Σx·k)² / Σk² is largest.
  private var best = (window: 0, product: 0.0, squares: 1.0)

  /// A sweep over some values.
  ///
  /// - Parameters:
  ///   - values: ascending, at most ``mostValues``, some not zero.
  ///   - levelCount: the number of levels, at most ``mostLevels``.
  ///   - lowest: the index of the lowest level, unless the window slides.
  ///   - slides: whether the window may stand anywhere that holds zero.
  init(_ values: [Double], levelCount: Int, lowest: Int, slides: Bool) {
    self.values = values
    self.levelCount = levelCount
    self.lowest = slides ? 0 : lowest
    windowCount = slides ? levelCount : 1
  }

  /// The grid with the least squared error among those of at most a scale.
  ///
  /// - Parameters:
  ///   - coarsest: the largest scale.
  ///   - known: a squared error that some grid reaches.
  /// - Returns: the grid; nil if all indices are 0.
  mutating func bestGrid(coarsest: Double, known: Double) -> UniformGrid? {
    let limit = leavesOut(coarsest: coarsest, known: known) ? known : .infinity
    var groups = groups(
      within: 0..<(windowCount + Self.laneCount - 1) / Self.laneCount,
      at: coarsest, error: limit)
    begin(at: coarsest, groups)
    note(groups)
    let finest = finestScale(below: coarsest, error: known)
    let changes = changes(from: coarsest, to: finest, groups)
    for (turn, change) in changes.enumerated() {
      if turn & 15 == 15 { groups = self.groups(within: groups, at: change.scale, error: limit) }
      let value = values[change.value]
      let index = Double(change.index)
      for group in groups {
        let mask = mask(value < 0 ? -index : index, group)
        products[group] += Lanes(repeating: abs(value)).replacing(with: 0, where: .!mask)
        squares[group] += Lanes(repeating: 2 * index - 1).replacing(with: 0, where: .!mask)
      }
      note(groups)
    }
    guard best.product > 0 else { return nil }
    return UniformGrid(
      scale: best.product / best.squares, lowest: lowest - best.window, count: levelCount)
  }

  /// Whether windows are left out in which clipping costs too much.
  ///
  /// Least squares may find a scale above the coarsest, where nothing is clipped; many values fit none so
  /// coarse, but few, and those on levels, may fit any.
  private func leavesOut(coarsest: Double, known: Double) -> Bool {
    guard windowCount > 1 else { return false }
    let total = values.reduce(0) { $0 + $1 * $1 }
    let count = values.reduce(0) { abs($1) > coarsest ? $0 + 1 : $0 }
    return known > 1e-9 * total && count >= 8
  }

  /// The groups of windows in some of which clipping alone costs no more than an error that is known; at
  /// smaller scales it costs more.
  private func groups(within groups: Range<Int>, at scale: Double, error: Double) -> Range<Int> {
    guard windowCount > 1 else { return groups }
    var kept = groups
    // The windows of a group reach down as far as the last, and up as far as the first of them.
    while let group = kept.first, cost(ofGroup: group, at: scale) > error {
      kept.removeFirst()
    }
    while let group = kept.last, cost(ofGroup: group, at: scale) > error {
      kept.removeLast()
    }
    return kept
  }

  /// What clipping costs at least in each window of a group.
  private func cost(ofGroup group: Int, at scale: Double) -> Double {
    let first = group * Self.laneCount
    let last = min(first + Self.laneCount, windowCount) - 1
    let (below, above) = (
      clipping(below: -Double(last) * scale),
      clipping(above: Double(levelCount - 1 - first) * scale)
    )
    return below.squares + above.squares
  }

  /// The sums at a scale.
  private mutating func begin(at scale: Double, _ groups: Range<Int>) {
    for value in values {
      let nearest = Lanes(repeating: Self.nearest(value / scale))
      for group in groups {
        let least = Double(lowest) - Self.windows[group]
        let most = least + Double(levelCount - 1)
        let raised = nearest.replacing(with: least, where: nearest .< least)
        var index = raised.replacing(with: most, where: raised .> most)
        // One window has a lane to itself.
        if windowCount == 1 { index = index.replacing(with: 0, where: Self.windows[0] .>= 1) }
        products[group] += Lanes(repeating: value) * index
        squares[group] += index * index
      }
    }
  }

  /// Takes the best window over, if it is the best so far.
  @inline(__always)
  private mutating func note(_ groups: Range<Int>) {
    for group in groups {
      let (products, squares) = (products[group], squares[group])
      let squared = products * products
      let gains = squared * best.squares - squares * (best.product * best.product)
      guard gains[0] > 0 || gains[1] > 0 || gains[2] > 0 || gains[3] > 0 else { continue }
      let first = group * Self.laneCount
      for lane in 0..<min(Self.laneCount, windowCount - first)
      where squared[lane] * best.squares > squares[lane] * (best.product * best.product) {
        best = (first + lane, products[lane], squares[lane])
      }
    }
  }

  private static let windows = (0..<mostLevels / laneCount).map { group in
    let first = Double(group * laneCount)
    return Lanes(first, first + 1, first + 2, first + 3)
  }

  /// The windows of a group that have a level of an index.
  @inline(__always)
  private func mask(_ index: Double, _ group: Int) -> SIMDMask<Lanes.MaskStorage> {
    let windows = Self.windows[group]
    // One window has all the indices that are asked for.
    guard windowCount > 1 else { return windows .< 1 }
    return index < 0 ? windows .>= -index : windows .<= Double(levelCount - 1) - index
  }

  /// Where indices change between two scales, the coarser first, for the windows of some groups.
  private func changes(
    from coarsest: Double, to finest: Double, _ groups: Range<Int>
  ) -> [ScaleChange] {
    guard !groups.isEmpty else { return [] }
    let farthest =
      windowCount > 1
      ? (
        min(groups.upperBound * Self.laneCount, windowCount) - 1,
        levelCount - 1 - groups.lowerBound * Self.laneCount
      ) : (-lowest, lowest + levelCount - 1)
    return ScaleChange.between(coarsest, finest, of: values, farthest: farthest)
  }

  /// A scale below which clipping alone costs more than an error that is known, wherever the window
  /// stands.
  private func finestScale(below coarsest: Double, error: Double) -> Double {
    var (lower, upper) = (0.0, coarsest)
    for _ in 0..<10 {
      let middle = (lower + upper) / 2
      if isClipped(by: middle * Double(levelCount - 1), moreThan: error) {
        lower = middle
      } else {
        upper = middle
      }
    }
    return lower
  }

  /// Whether Σ of squared distances to a window of some width is above an error wherever it stands.
  private func isClipped(by width: Double, moreThan error: Double) -> Bool {
    guard let first = values.first, let last = values.last, last - first > width else {
      return error < 0
    }
    var (lower, upper) = (first, last - width)
    // Convex in the place of the window; the tangents at both ends bound it from below.
    for _ in 0..<12 {
      let place = (lower + upper) / 2
      let (below, above) = (clipping(below: place), clipping(above: place + width))
      let squares = below.squares + above.squares
      if squares <= error { return false }
      let slope = 2 * (below.distance - above.distance)
      let reach = slope > 0 ? place - lower : upper - place
      if squares - abs(slope) * reach > error { return true }
      if slope > 0 { upper = place } else { lower = place }
    }
    return false
  }

  private func clipping(below bound: Double) -> (distance: Double, squares: Double) {
    var sums = (0.0, 0.0)
    for value in values {
      guard value < bound else { break }
      sums.0 += bound - value
      sums.1 += (bound - value) * (bound - value)
    }
    return sums
  }

  private func clipping(above bound: Double) -> (distance: Double, squares: Double) {
    var sums = (0.0, 0.0)
    for value in values.reversed() {
      guard value > bound else { break }
      sums.0 += value - bound
      sums.1 += (value - bound) * (value - bound)
    }
    return sums
  }
}
