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
  /// Σx·k and Σk² of four windows.
  private struct Sums {
    var products = Lanes.zero
    var squares = Lanes.zero
  }

  /// The best sums so far: (Σx·k)² / Σk² is largest.
  private struct Best {
    let windowCount: Int
    private(set) var window = 0
    private(set) var product = 0.0
    private(set) var squares = 1.0

    init(windowCount: Int) {
      self.windowCount = windowCount
    }

    /// Takes the best window of a group over, if it is the best so far.
    @inline(__always)
    mutating func note(_ sums: Sums, ofGroup group: Int) {
      let squared = sums.products * sums.products
      let gains = squared * squares - sums.squares * (product * product)
      guard gains[0] > 0 || gains[1] > 0 || gains[2] > 0 || gains[3] > 0 else { return }
      take(sums, squared, ofGroup: group)
    }

    @inline(never)
    private mutating func take(_ sums: Sums, _ squared: Lanes, ofGroup group: Int) {
      let first = group * ScaleSweep.laneCount
      for lane in 0..<min(ScaleSweep.laneCount, windowCount - first)
      where squared[lane] * squares > sums.squares[lane] * (product * product) {
        (window, product, squares) = (first + lane, sums.products[lane], sums.squares[lane])
      }
    }
  }

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
  func bestGrid(coarsest: Double, known: Double) -> UniformGrid? {
    let limit = leavesOut(coarsest: coarsest, known: known) ? known : .infinity
    var groups = groups(
      within: 0..<(windowCount + Self.laneCount - 1) / Self.laneCount,
      at: coarsest, error: limit)
    var sums = [Sums](repeating: Sums(), count: Self.mostLevels / Self.laneCount)
    var best = Best(windowCount: windowCount)
    let finest = finestScale(below: coarsest, error: known)
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      unsafe begin(at: coarsest, groups, sums)
      for group in groups { unsafe best.note(sums[group], ofGroup: group) }
      let changes = changes(from: coarsest, to: finest, groups)
      for (turn, change) in changes.enumerated() {
        if turn & 15 == 15 { groups = self.groups(within: groups, at: change.scale, error: limit) }
        let value = values[change.value]
        let index = Double(change.index)
        // The windows that have a level of the index: one window has all that are asked for.
        let sign = value < 0 ? -1.0 : 1
        let farthest =
          windowCount == 1 ? 0 : value < 0 ? -index : Double(levelCount - 1) - index
        let (product, square) = (
          Lanes(repeating: abs(value)), Lanes(repeating: 2 * index - 1)
        )
        for group in groups {
          let mask =
            Self.windows(ofGroup: group) * (windowCount == 1 ? 1 : sign) .<= farthest
          unsafe sums[group].products += Lanes.zero.replacing(with: product, where: mask)
          unsafe sums[group].squares += Lanes.zero.replacing(with: square, where: mask)
          unsafe best.note(sums[group], ofGroup: group)
        }
      }
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
  private func begin(
    at scale: Double, _ groups: Range<Int>, _ sums: UnsafeMutableBufferPointer<Sums>
  ) {
    for value in values {
      let nearest = Lanes(repeating: Self.nearest(value / scale))
      for group in groups {
        let windows = Self.windows(ofGroup: group)
        let least = Double(lowest) - windows
        let most = least + Double(levelCount - 1)
        let raised = nearest.replacing(with: least, where: nearest .< least)
        var index = raised.replacing(with: most, where: raised .> most)
        // One window has a lane to itself.
        if windowCount == 1 { index = index.replacing(with: 0, where: windows .>= 1) }
        unsafe sums[group].products += Lanes(repeating: value) * index
        unsafe sums[group].squares += index * index
      }
    }
  }

  /// The windows of a group.
  @inline(__always)
  private static func windows(ofGroup group: Int) -> Lanes {
    Lanes(0, 1, 2, 3) + Double(group &* laneCount)
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
