import QuantizationEngine

/// The bins of AIMET's histogram: 1536 over three times the range of the values.
///
///     left edge(i) = ⌊first / step + i⌋ · step,   step = (last − first) / 1536
///     bin(x) = ⌊x · float32(1 / step)⌋ − half-away(left edge(0) / step), in float32
///
/// `first` and `last` are the range's ends moved away from its centre to three times the distance,
/// in float32, and no further than ±0.99 of the largest one; the edges are multiples of the step,
/// so that zero is one of them. No edge is kept: a small block asks for a few of them only.
///
/// Edge cases: a range of no width is first widened by float32(0.01) above; where float32 has no
/// room for that the edges are NaN and no value finds a bin, and where 1 / step overflows none
/// does.
struct AimetBins {
  /// A bin that holds values, and their share.
  struct Part {
    let bin: Int
    var share: Double
  }

  /// How many there are.
  static let count = 1536
  /// 0.99 of the largest float32: what AIMET takes for the ends of the line.
  private static let largest = Float(0.99 * Double(Float.greatestFiniteMagnitude))

  /// The distance between the first two edges, which need not be the step to the last bit.
  let step: Double
  /// The left edge of the first bin.
  let firstEdge: Double
  private let width: Double
  private let start: Double
  /// How a value finds its bin; nil where none does.
  private let rule: Rule?

  /// The bins that a range fixes.
  init(over range: ClosedRange<Float>) {
    let lower = range.lowerBound
    let upper = lower == range.upperBound ? max(range.upperBound, lower + 0.01) : range.upperBound
    let center = (upper + lower) * 0.5
    // Written as comparisons because what is NaN goes to the end of the line.
    var first = (center - lower) * -3 + center
    if !(first > -Self.largest) { first = -Self.largest }
    var last = (upper - center) * 3 + center
    if !(last < Self.largest) { last = Self.largest }
    width = (Double(last) - Double(first)) / Double(Self.count)
    start = Double(first) / width
    firstEdge = Self.edge(0, start: start, width: width)
    step = Self.edge(1, start: start, width: width) - firstEdge
    let inverse = Float(1 / step)
    rule =
      inverse.isFinite
      ? Rule(
        multiple: (firstEdge / step).rounded(.toNearestOrAwayFromZero), step: step,
        inverse: inverse)
      : nil
  }

  @inline(__always)
  private static func edge(_ bin: Int, start: Double, width: Double) -> Double {
    Floor.of(Double(bin) + start) * width
  }

  /// The left edge of a bin.
  @inline(__always)
  func edge(of bin: Int) -> Double { Self.edge(bin, start: start, width: width) }

  /// The middle of a bin.
  @inline(__always)
  func middle(of bin: Int) -> Float { Float(Double(Float(edge(of: bin))) + step * 0.5) }

  /// How many steps a bound is from the first edge.
  @inline(__always)
  func place(of bound: Float) -> Double { Double(bound - Float(firstEdge)) / step }

  /// The bin of a bound, the outermost ones taking what lies outside.
  @inline(__always)
  func bin(of bound: Float) -> Int {
    let place = Floor.of(place(of: bound))
    // What is no 32-bit integer converts to the least one, on x86.
    guard abs(place) < 0x1p31 else { return 0 }
    return min(max(Int(place), 0), Self.count - 1)
  }

  /// The last of the first `count` bins whose left edge is below a bound; nil if none is.
  ///
  /// - Complexity: O(log bins).
  func last(of count: Int, withEdgeBelow bound: Double) -> Int? {
    var (lower, upper) = (0, count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if edge(of: middle) < bound { lower = middle + 1 } else { upper = middle }
    }
    return lower > 0 ? lower - 1 : nil
  }

  /// The share of a batch's values that is in each bin that has some.
  func parts(of batch: any Distribution) -> [Part] {
    rule?.parts(of: batch) ?? []
  }

  private struct Rule {
    let multiple: Double
    let step: Double
    let inverse: Float

    /// What the number of a value's step is taken less.
    private var first: Float {
      // What is no 32-bit integer converts to the least one, on x86.
      abs(multiple) < 0x1p31 ? Float(Int32(multiple)) : Float(Int32.min)
    }

    /// The bin of a value, −1 below the first one and ``AimetBins/count`` above the last.
    @inline(__always)
    func bin(of value: Float, first: Float) -> Int {
      Int(min(max(Floor.of(value * inverse) - first, -1), Float(AimetBins.count)))
    }

    func parts(of batch: any Distribution) -> [Part] {
      let first = first
      let total = Double(batch.count)
      var parts: [Part] = []
      let bins = 0..<AimetBins.count
      guard batch.count > bins.count else {
        parts.reserveCapacity(batch.count)
        // The values ascend, and so do their bins.
        var (bin, start) = (-1, 0)
        for rank in 0...batch.count {
          let next =
            rank == batch.count
            ? bins.upperBound : self.bin(of: Float(batch.value(atRank: rank)), first: first)
          guard next != bin else { continue }
          if bins.contains(bin) {
            parts.append(Part(bin: bin, share: Double(rank - start) / total))
          }
          (bin, start) = (next, rank)
        }
        return parts
      }
      // One level below the first bin and one above the last, for what falls outside.
      let thresholds = Staircase(
        levels: (0..<bins.count + 2).map { Float($0) },
        guess: { Float((multiple + Double($0)) * step) }, index: { bin(of: $0, first: first) + 1 }
      ).thresholds
      let ranks = batch.ranks(belowRounding: thresholds)
      for bin in bins where ranks[bin + 1] > ranks[bin] {
        let count = Double(ranks[bin + 1] - ranks[bin])
        parts.append(Part(bin: bin, share: count / total))
      }
      return parts
    }
  }
}
