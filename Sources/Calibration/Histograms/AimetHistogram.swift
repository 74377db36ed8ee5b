import QuantizationEngine

/// The histogram that AIMET keeps: 1536 bins over three times the range of the values.
///
///     left edge(i) = (k + i) · step,  step = (last − first) / 1536,  k = ⌊first / step⌋
///
/// `first` and `last` are the range's ends moved away from its centre to three times the distance, in
/// float32; the edges are multiples of the step, so that zero is one of them. The bin of x is
/// ⌊float32(x / float32(step)) − k⌋. Shares are of all values, those dropped included.
///
/// Edge cases: a range of no width is first widened by 0.01 above; where the step is no normal
/// float32 no value finds a bin.
///
/// Source: the answers of aimet-onnx 2.42.0; quic/aimet of October 2024, `math_functions.cpp`, has an
/// earlier form of 512 bins.
struct AimetHistogram {
  /// The number of bins.
  static let binCount = 1536
  /// The distance between neighbouring edges.
  let step: Double
  /// The share of the values in each bin.
  let shares: [Double]

  private let firstMultiple: Double

  /// The histogram of some values; nil if the range is so wide that float32 overflows.
  init?(of distribution: any Distribution, range: ClosedRange<Float>) {
    let lower = range.lowerBound
    let upper = lower == range.upperBound ? lower + 0.01 : range.upperBound
    let center = (upper + lower) / 2
    let first = center - 3 * (center - lower)
    let last = center + 3 * (upper - center)
    guard first.isFinite, last.isFinite else { return nil }
    let step = (Double(last) - Double(first)) / Double(Self.binCount)
    let multiple = (Double(first) / step).rounded(.down)
    self.step = step
    firstMultiple = multiple
    let width = Float(step)
    guard width >= .leastNormalMagnitude else {
      shares = Array(repeating: 0, count: Self.binCount)
      return
    }
    // One level below the first bin and one above the last, for what falls outside.
    let bounds = Staircase(
      levels: (0..<Self.binCount + 2).map { Float($0) },
      guess: { Float((multiple + Double($0)) * step) },
      index: { value in
        let bin = (Double(value / width) - multiple).rounded(.down)
        return Int(min(max(bin, -1), Double(Self.binCount))) + 1
      }
    ).thresholds
    let ranks = distribution.ranks(belowRounding: bounds)
    let count = Double(distribution.count)
    shares = zip(ranks.dropFirst(), ranks).map { Double($0 - $1) / count }
  }

  /// The left edge of a bin.
  func edge(_ bin: Int) -> Double { (firstMultiple + Double(bin)) * step }

  /// The left edges of the outermost bins that hold values, widened to zero and to a width of 0.01.
  var occupiedRange: (lower: Float, upper: Float) {
    let first = shares.firstIndex { $0 > 0 } ?? 0
    let last = shares.lastIndex { $0 > 0 } ?? 0
    let lower = min(Float(edge(first)), 0)
    let upper = max(Float(edge(last > 0 ? last : Self.binCount - 1)), 0)
    return (lower, max(upper, lower + 0.01))
  }
}
