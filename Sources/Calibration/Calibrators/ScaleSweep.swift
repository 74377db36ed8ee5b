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

  private typealias Lanes = SIMD16<Double>

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
  /// Σx·k and Σk² of each window.
  private var products = Lanes.zero
  private var squares = Lanes.zero
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
    begin(at: coarsest)
    note()
    let finest = finestScale(below: coarsest, error: known)
    for change in changes(from: coarsest, to: finest) {
      let value = values[change.value]
      let index = Double(change.index)
      let mask = mask(value < 0 ? -index : index)
      products += Lanes(repeating: abs(value)).replacing(with: 0, where: .!mask)
      squares += Lanes(repeating: 2 * index - 1).replacing(with: 0, where: .!mask)
      note()
    }
    guard best.product > 0 else { return nil }
    return UniformGrid(
      scale: best.product / best.squares, lowest: lowest - best.window, count: levelCount)
  }

  /// The sums at a scale.
  private mutating func begin(at scale: Double) {
    for value in values {
      let nearest = Self.nearest(value / scale)
      for window in 0..<windowCount {
        let least = Double(lowest - window)
        let index = min(max(nearest, least), least + Double(levelCount - 1))
        products[window] += value * index
        squares[window] += index * index
      }
    }
  }

  /// Takes the best window over, if it is the best so far.
  @inline(__always)
  private mutating func note() {
    let gains = products * products * best.squares - squares * (best.product * best.product)
    guard gains.max() > 0 else { return }
    for window in 0..<windowCount
    where products[window] * products[window] * best.squares
      > squares[window] * (best.product * best.product)
    {
      best = (window, products[window], squares[window])
    }
  }

  private static let windows = Lanes(
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

  /// The windows that have a level of an index.
  @inline(__always)
  private func mask(_ index: Double) -> SIMDMask<Lanes.MaskStorage> {
    // One window has all the indices that are asked for.
    guard windowCount > 1 else { return Self.windows .< 1 }
    return index < 0
      ? Self.windows .>= -index : Self.windows .<= Double(levelCount - 1) - index
  }

  private struct Change {
    /// The scale below which the value has the index.
    let scale: Double
    let value: Int
    let index: Int
  }

  /// Where indices change between two scales, the coarser first.
  private func changes(from coarsest: Double, to finest: Double) -> [Change] {
    var changes: [Change] = []
    changes.reserveCapacity(values.count * 6)
    let farthest =
      windowCount > 1
      ? (levelCount - 1, levelCount - 1) : (-lowest, lowest + levelCount - 1)
    for place in values.indices where values[place] != 0 {
      let magnitude = abs(values[place])
      let last = values[place] < 0 ? farthest.0 : farthest.1
      var index = Int(Self.nearest(magnitude / coarsest)) + 1
      while index <= last {
        let scale = magnitude / (Double(index) - 0.5)
        guard scale > finest else { break }
        changes.append(Change(scale: scale, value: place, index: index))
        index += 1
      }
    }
    changes.sort { $0.scale > $1.scale }
    return changes
  }

  /// A scale below which clipping alone costs more than an error that is known, wherever the window
  /// stands.
  private func finestScale(below coarsest: Double, error: Double) -> Double {
    var (lower, upper) = (0.0, coarsest)
    for _ in 0..<10 {
      let middle = (lower + upper) / 2
      if leastClipping(width: middle * Double(levelCount - 1)) > error {
        lower = middle
      } else {
        upper = middle
      }
    }
    return lower
  }

  /// The least Σ of squared distances to a window of some width.
  private func leastClipping(width: Double) -> Double {
    guard let first = values.first, let last = values.last, last - first > width else { return 0 }
    var (lower, upper) = (first, last - width)
    var least = 0.0
    // Convex in the place of the window; the tangents at both ends bound it from below.
    for _ in 0..<12 {
      let place = (lower + upper) / 2
      let (below, above) = (clipping(below: place), clipping(above: place + width))
      let slope = 2 * (below.distance - above.distance)
      let reach = slope > 0 ? place - lower : upper - place
      least = max(least, below.squares + above.squares - abs(slope) * reach)
      if slope > 0 { upper = place } else { lower = place }
    }
    return least
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
