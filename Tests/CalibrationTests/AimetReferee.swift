import QuantizationEngine

/// AIMET's histogram and the two analyzers over it, written down plainly: every bin, every candidate, in the
/// tool's order.
struct AimetReferee {
  private static let binCount = 1536
  let edges: [Double]
  let shares: [Double]

  private var step: Double { edges[1] - edges[0] }

  /// The histogram of some values, not all of them zero.
  init(_ values: [Float]) {
    let largest = Float(0.99 * Double(Float.greatestFiniteMagnitude))
    let lower = values.min() ?? 0
    var upper = values.max() ?? 0
    if lower == upper { upper = max(upper, lower + 0.01) }
    let center = (upper + lower) * 0.5
    let farLower = (center - lower) * -3 + center
    let farUpper = (upper - center) * 3 + center
    let first = farLower > -largest ? farLower : -largest
    let last = farUpper < largest ? farUpper : largest
    let width = (Double(last) - Double(first)) / Double(Self.binCount)
    let start = Double(first) / width
    edges = (0..<Self.binCount).map { (Double($0) + start).rounded(.down) * width }
    let step = edges[1] - edges[0]
    let inverse = Float(1 / step)
    var counts = [Double](repeating: 0, count: Self.binCount)
    if inverse.isFinite {
      let multiple = (edges[0] / step).rounded(.toNearestOrAwayFromZero)
      let origin = Float(abs(multiple) < 0x1p31 ? Int32(multiple) : .min)
      for value in values {
        let bin = (value * inverse).rounded(.down) - origin
        if bin >= 0, bin < Float(Self.binCount) { counts[Int(bin)] += 1 }
      }
    }
    shares = counts.map { $0 / Double(values.count) }
  }

  private var range: (lower: Float, upper: Float)? {
    let first = shares.firstIndex { $0 > 0 } ?? 0
    let last = shares.lastIndex { $0 > 0 } ?? 0
    let lower = min(Float(edges[first]), 0)
    let upper = max(Float(edges[last > 0 ? last : Self.binCount - 1]), 0)
    return lower.isFinite && upper.isFinite ? (lower, max(upper, lower + 0.01)) : nil
  }

  /// The two cuts of a percentile below 100; nil where the edges are not finite.
  func cuts(percent: Double) -> (lower: Float, upper: Float)? {
    guard let range else { return nil }
    let upperShare = Float(percent) / 100
    let lowerShare = 1 - upperShare
    var sum = 0.0
    let sums = shares.map { share in
      sum += share
      return sum
    }
    let first = sums.firstIndex { $0 >= Double(lowerShare) } ?? 0
    let last = sums.indices.last {
      sums[$0] < Double(upperShare) && edges[$0] < Double(range.upper)
    }
    let width = Float(step)
    let lower = Float(edges[first])
    var upper = Float(edges[last ?? edges.count - 1] + Double(width))
    if lower == upper { upper += width }
    return (min(lower, 0), max(upper, 0))
  }

  /// A scale, and the lowest level in steps of it.
  struct Candidate: Hashable {
    var scale: Float
    var lowest: Int32

    init(scale: Float, lowest: Int32) {
      self.scale = scale
      self.lowest = lowest
    }

    init(_ lower: Float, _ upper: Float, steps: Float) {
      scale = Float((Double(upper) - Double(lower)) / Double(steps))
      let nearest = (lower / scale).rounded(.toNearestOrAwayFromZero)
      lowest = abs(nearest) < 0x1p31 ? Int32(nearest) : .min
    }

    func range(_ steps: Float) -> (lower: Float, upper: Float) {
      let largest = Float.greatestFiniteMagnitude
      return (
        max(scale * Float(lowest), -largest), min(scale * (Float(lowest) + steps), largest)
      )
    }
  }

  /// The first candidate of least cost; nil where none has a finite one.
  func enhanced(_ scheme: Scheme) -> Candidate? {
    guard let range else { return nil }
    let steps = Float(scheme.quantMax - scheme.quantMin)
    let middles = edges.map { Float(Double(Float($0)) + step * 0.5) }
    let occupied = shares.indices.filter { shares[$0] > 0 }
    var best: Candidate?
    var least = Double.greatestFiniteMagnitude
    for candidate in candidates(scheme, range, steps) {
      let lowest = Float(candidate.lowest)
      let first = bin(candidate.scale * lowest)
      let last = bin(candidate.scale * (Float((1 << scheme.bitWidth) - 1) + lowest))
      func clipped(_ bins: [Int], at end: Int) -> Double {
        bins.reduce(0.0) { sum, bin in
          let error = Double(middles[bin]) - Double(middles[end])
          return sum + shares[bin] * (error * error)
        }
      }
      let clipping =
        clipped(occupied.filter { $0 < first }, at: first)
        + clipped(occupied.filter { $0 >= last }, at: last)
      let inverse = 1 / candidate.scale
      var rounding = 0.0
      for bin in occupied where bin >= first && bin < last {
        let level = (middles[bin] * inverse + 0.5).rounded(.down) * candidate.scale
        let error = Double(middles[bin] - level)
        rounding += shares[bin] * (error * error)
      }
      let cost = 3 * clipping + rounding
      if cost < least { (least, best) = (cost, candidate) }
    }
    return best
  }

  private func candidates(
    _ scheme: Scheme, _ range: (lower: Float, upper: Float), _ steps: Float
  ) -> [Candidate] {
    guard scheme.symmetry == .asymmetric else {
      let isUnsigned =
        scheme.symmetry == .symmetric && scheme.signedness == .unsigned && range.lower == 0
      let largest =
        isUnsigned
        ? range.upper / steps
        : Float(Double(max(range.upper, -range.lower)) / (Double(steps) * 0.5))
      var shares: [Float] = []
      var share = Float(0.01)
      while Double(share) <= 1.01 {
        shares.append(share)
        share = Float(Double(share) + 0.01)
      }
      return shares.map {
        Candidate(
          scale: $0 * largest, lowest: isUnsigned ? 0 : Int32((steps * -0.5).rounded(.down)))
      }
    }
    let own = Candidate(range.lower, range.upper, steps: steps)
    let observed = own.range(steps)
    var candidates: [Candidate] = []
    for sixteenth in 1...17 {
      for twentieth in 0...20 {
        let lowest = Int32(Double(-steps) + Double(steps) / 20 * Double(twentieth))
        let tried = Candidate(scale: Float(sixteenth) * 0.0625 * own.scale, lowest: lowest)
          .range(steps)
        if tried.lower < observed.lower, tried.upper > observed.upper { continue }
        let kept = (max(tried.lower, observed.lower), min(tried.upper, observed.upper))
        if kept.0 != kept.1 { candidates.append(Candidate(kept.0, kept.1, steps: steps)) }
      }
    }
    return candidates + [own]
  }

  private func bin(_ bound: Float) -> Int {
    let place = (Double(bound - Float(edges[0])) / step).rounded(.down)
    return abs(place) < 0x1p31 ? min(max(Int(place), 0), Self.binCount - 1) : 0
  }
}
