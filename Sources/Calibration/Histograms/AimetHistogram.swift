import QuantizationEngine

/// The histogram that AIMET keeps: 1536 bins over three times the range of the values.
///
///     left edge(i) = ⌊first / step + i⌋ · step,   step = (last − first) / 1536
///     bin(x) = ⌊x · float32(1 / step)⌋ − half-away(left edge(0) / step), in float32
///
/// `first` and `last` are the range's ends moved away from its centre to three times the distance,
/// in float32, and no further than ±0.99 of the largest one; the edges are multiples of the step,
/// so that zero is one of them. Shares are of all values, those dropped included.
///
/// Over batches the first one that is not all zero fixes the edges; what later ones have beyond them is
/// dropped. The shares are the mean of the batches' own, whatever their sizes:
///
///     share ← (share · t + batch's share) / (t + 1),  t batches since the edges were fixed
///
/// Edge cases: a range of no width is first widened by float32(0.01) above; where float32 has no
/// room for that the edges are NaN and no value finds a bin, and where 1 / step overflows none
/// does.
///
/// Source: `InitializePdf`, `GetHistogram` and `UpdatePdf` as compiled into aimet-onnx 2.42.0;
/// quic/aimet of October 2024, `math_functions.cpp`, has an earlier form of 512 bins.
struct AimetHistogram {
  /// The number of bins.
  static let binCount = 1536
  /// 0.99 of the largest float32: what AIMET takes for the ends of the line.
  private static let largest = Float(0.99 * Double(Float.greatestFiniteMagnitude))

  /// Why there are no edges.
  static let hasNoEdges =
    "its bins over equal values need room for 0.01 beside them, which float32 does not have here"

  /// The left edge of each bin.
  let edges: [Double]
  /// The share of the values in each bin.
  private(set) var shares: [Double]

  /// How a value finds its bin; nil where none does.
  private let rule: Rule?
  private var batchCount = 0

  /// The distance between the first two edges, which need not be the step to the last bit.
  var step: Double { edges[1] - edges[0] }

  /// The histogram of some values.
  init(of distribution: any Distribution, range: ClosedRange<Float>) {
    self.init(over: range)
    add(distribution)
  }

  /// The histogram of batches; nil where every value is zero, or there are none.
  init?(of batches: [any Distribution]) {
    var histogram: AimetHistogram?
    for batch in batches {
      guard let bounds = batch.floatBounds else { continue }
      if histogram == nil, bounds != 0...0 { histogram = AimetHistogram(over: bounds) }
      histogram?.add(batch)
    }
    guard let histogram else { return nil }
    self = histogram
  }

  /// The empty histogram whose bins a range fixes.
  private init(over range: ClosedRange<Float>) {
    let lower = range.lowerBound
    let upper = lower == range.upperBound ? max(range.upperBound, lower + 0.01) : range.upperBound
    let center = (upper + lower) * 0.5
    // Written as comparisons because what is NaN goes to the end of the line.
    var first = (center - lower) * -3 + center
    if !(first > -Self.largest) { first = -Self.largest }
    var last = (upper - center) * 3 + center
    if !(last < Self.largest) { last = Self.largest }
    let width = (Double(last) - Double(first)) / Double(Self.binCount)
    let start = Double(first) / width
    let edges = (0..<Self.binCount).map { (Double($0) + start).rounded(.down) * width }
    self.edges = edges
    let step = edges[1] - edges[0]
    shares = Array(repeating: 0, count: Self.binCount)
    let inverse = Float(1 / step)
    rule =
      inverse.isFinite
      ? Rule(
        multiple: (edges[0] / step).rounded(.toNearestOrAwayFromZero), step: step, inverse: inverse)
      : nil
  }

  private struct Rule {
    let multiple: Double
    let step: Double
    let inverse: Float

    /// The bin of a value, −1 below the first one and ``binCount`` above the last.
    @inline(__always)
    func bin(of value: Float) -> Int {
      // What is no 32-bit integer converts to the least one, on x86.
      let first = abs(multiple) < 0x1p31 ? Float(Int32(multiple)) : Float(Int32.min)
      let bin = (value * inverse).rounded(.down) - first
      return Int(min(max(bin, -1), Float(binCount)))
    }

    /// How many values each bin holds.
    func counts(of batch: any Distribution) -> [Int] {
      var counts = [Int](repeating: 0, count: binCount)
      guard batch.count > binCount else {
        for rank in 0..<batch.count {
          let bin = bin(of: Float(batch.value(atRank: rank)))
          if counts.indices.contains(bin) { counts[bin] += 1 }
        }
        return counts
      }
      // One level below the first bin and one above the last, for what falls outside.
      let thresholds = Staircase(
        levels: (0..<binCount + 2).map { Float($0) },
        guess: { Float((multiple + Double($0)) * step) }, index: { bin(of: $0) + 1 }
      ).thresholds
      let ranks = batch.ranks(belowRounding: thresholds)
      for bin in counts.indices { counts[bin] = ranks[bin + 1] - ranks[bin] }
      return counts
    }
  }

  /// Takes a batch into the mean.
  private mutating func add(_ batch: any Distribution) {
    guard let rule else { return }
    let counts = rule.counts(of: batch)
    let count = Double(batch.count)
    let earlier = Double(batchCount)
    batchCount += 1
    // The first batch has its own shares, 0 where a bin is empty.
    for bin in shares.indices where earlier > 0 || counts[bin] > 0 {
      let share = Double(counts[bin]) / count
      shares[bin] = (shares[bin] * earlier + share) / (earlier + 1)
    }
  }

  /// The left edges of the outermost bins that hold values, widened to zero and to a width of 0.01;
  /// nil where the edges are not finite.
  var occupiedRange: (lower: Float, upper: Float)? {
    let first = shares.firstIndex { $0 > 0 } ?? 0
    let last = shares.lastIndex { $0 > 0 } ?? 0
    let lower = min(Float(edges[first]), 0)
    let upper = max(Float(edges[last > 0 ? last : Self.binCount - 1]), 0)
    guard lower.isFinite, upper.isFinite else { return nil }
    return (lower, max(upper, lower + 0.01))
  }
}
