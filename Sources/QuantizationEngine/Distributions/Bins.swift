/// A window on the line cut into bins of equal width.
///
///     edge(i) = lower + i · (upper − lower) / count,  edge(count) = upper                (12)
///
/// Bin i holds edge(i) ≤ x < edge(i + 1); the last one is closed above.
///
/// Edge cases: a window of no width, as that of a constant tensor, is widened by one half on each
/// side, or by 2048 ulps where a half would not change its bounds. A window of a few subnormal
/// numbers is widened until its bins are as wide as the smallest normal one.
///
/// Source: `numpy.histogram`, whose edges these are, bit for bit, where they are normal numbers.
public struct Bins: Hashable, Sendable {
  /// Where the first bin begins.
  public let lower: Double
  /// Where the last bin ends.
  public let upper: Double
  /// How many bins there are.
  public let count: Int

  private let step: Double
  /// About 1 / ``step``: for a guess, which the edges correct.
  let binsPerUnit: Double

  /// `count` bins over a window.
  ///
  /// - Precondition: the window is finite and `count` is positive.
  public init(over window: ClosedRange<Double>, count: Int) {
    precondition(count > 0, "there must be at least one bin")
    precondition(
      window.lowerBound.isFinite && window.upperBound.isFinite, "a window must be finite")
    self.count = count
    if window.lowerBound == window.upperBound {
      let half = max(0.5, window.lowerBound.ulp * 2048)
      // No farther than float64 goes.
      lower = max(window.lowerBound - half, -.greatestFiniteMagnitude)
      upper = min(window.upperBound + half, .greatestFiniteMagnitude)
    } else {
      lower = window.lowerBound
      let least = Double.leastNormalMagnitude * Double(count)
      upper =
        window.upperBound - lower < least
        ? max(window.upperBound, lower + least) : window.upperBound
    }
    let width = upper - lower
    step =
      width.isFinite
      ? width / Double(count)
      : min(upper / Double(count) - lower / Double(count), .greatestFiniteMagnitude)
    binsPerUnit = 1 / step
  }

  /// The width of each bin.
  public var width: Double { step }

  /// The window that the bins cover.
  public var window: ClosedRange<Double> { lower...upper }

  /// Edge i, from 0 to ``count``: equation (12).
  public func edge(_ index: Int) -> Double {
    guard index < count else { return upper }
    let distance = Double(index) * step
    // Twice the largest float64 is halved on the way.
    return distance.isFinite ? distance + lower : (Double(index) * (step / 2) + lower / 2) * 2
  }

  /// The middle of bin i.
  public func center(_ index: Int) -> Double {
    Self.middle(edge(index), edge(index + 1))
  }

  /// The middle of two edges.
  @inline(__always)
  private static func middle(_ lower: Double, _ upper: Double) -> Double {
    let sum = lower + upper
    return sum.isFinite ? sum / 2 : lower / 2 + upper / 2
  }

  /// The highest float32 that is not above the middle of bin i: what goes to the level of the middle, since
  /// levels change at float32 numbers only.
  @inline(__always)
  func levelCenter(_ index: Int) -> Float { Self.level(ofCenter: center(index)) }

  /// The highest float32 that is not above the middle of a bin.
  @inline(__always)
  private static func level(ofCenter center: Double) -> Float {
    let nearest = Float(center)
    return Double(nearest) > center ? nearest.nextDown : nearest
  }

  /// The bin that holds a value; nil outside the window.
  public func index(of value: Double) -> Int? {
    guard value >= lower, value <= upper else { return nil }
    return place(of: value).bin
  }

  /// The bin that holds a value of the window, and its edges.
  ///
  /// - Precondition: the value lies within the window.
  @inline(__always)
  func place(of value: Double) -> (bin: Int, lower: Double, upper: Double) {
    // No number where a bin is narrower than float64 can say; the edges decide.
    let guess = (value - lower) * binsPerUnit
    var bin = guess < Double(count) ? Int(guess) : count - 1
    var edges = (lower: edge(bin), upper: edge(bin + 1))
    while bin > 0, value < edges.lower {
      bin -= 1
      edges = (edge(bin), edges.lower)
    }
    while bin < count - 1, value >= edges.upper {
      bin += 1
      edges = (edges.upper, edge(bin + 1))
    }
    return (bin, edges.lower, edges.upper)
  }

  /// The middle of the bin that holds a value; nil outside the window.
  public func center(ofBinAt value: Double) -> Double? {
    guard value >= lower, value <= upper else { return nil }
    let place = place(of: value)
    return Self.middle(place.lower, place.upper)
  }

  /// Calls `body` with each bin that holds some of the values, ascending, how many it holds, and its
  /// ``levelCenter(_:)``.
  ///
  /// - Precondition: the values do not descend and lie within the window.
  @inline(__always)
  func forEachBin<Element: LineElement>(
    of values: UnsafeBufferPointer<Element>,
    _ body: (_ bin: Int, _ count: Int, _ levelCenter: Float) -> Void
  ) {
    guard let first = unsafe values.first else { return }
    var place = place(of: Double(first))
    var start = 0
    for rank in 1..<values.count {
      let value = unsafe Double(values[rank])
      // The last bin is closed above.
      guard value >= place.upper, place.bin < count - 1 else { continue }
      body(place.bin, rank - start, Self.level(ofCenter: Self.middle(place.lower, place.upper)))
      place = self.place(of: value)
      start = rank
    }
    body(
      place.bin, values.count - start,
      Self.level(ofCenter: Self.middle(place.lower, place.upper)))
  }

  /// All edges, the last one replaced by what separates the values at `upper` from those above.
  var countingEdges: [Double] {
    (0..<count).map(edge) + [upper.nextUp]
  }
}

/// How many values each bin holds.
public struct Histogram: Hashable, Sendable {
  /// Where the bins are.
  public let bins: Bins
  /// How many values each bin holds.
  public var counts: [Int]
  /// How many values lie below the window.
  public var below: Int
  /// How many values lie above the window.
  public var above: Int

  /// A histogram from its numbers.
  public init(bins: Bins, counts: [Int], below: Int = 0, above: Int = 0) {
    self.bins = bins
    self.counts = counts
    self.below = below
    self.above = above
  }

  /// The counts of two histograms over the same bins together.
  public static func + (first: Histogram, second: Histogram) -> Histogram {
    precondition(first.bins == second.bins, "histograms over different bins do not add")
    return Histogram(
      bins: first.bins, counts: zip(first.counts, second.counts).map(+),
      below: first.below + second.below, above: first.above + second.above)
  }
}

extension Distribution {
  /// The exact histogram of the values over some bins.
  ///
  /// - Complexity: O(bins · log n), so any window at any number of bins is as quick as any other.
  public func histogram(over bins: Bins) -> Histogram {
    let ranks = ranks(below: bins.countingEdges)
    return Histogram(
      bins: bins, counts: zip(ranks.dropFirst(), ranks).map { $0 - $1 },
      below: ranks[0], above: count - ranks[bins.count])
  }
}

extension TensorDistribution {
  /// The exact histogram of all blocks together over some bins.
  public func histogram(over bins: Bins) -> Histogram {
    blocks.map { $0.histogram(over: bins) }
      .reduce(Histogram(bins: bins, counts: Array(repeating: 0, count: bins.count)), +)
  }
}
