import QuantizationEngine

/// The search of ``AimetEnhancedCalibrator`` over a histogram, in the tool's own roundings.
///
/// Candidates are of float32 throughout; costs are of float64 but for the middle of a bin and its
/// error, and are summed from the first bin to the last.
struct AimetEnhancedSearch {
  /// An encoding: its scale, and the lowest level in steps of it, which is AIMET's "offset".
  struct Candidate {
    let scale: Float
    let lowest: Int32
  }

  private let histogram: AimetHistogram
  private let scheme: Scheme
  private let range: (lower: Float, upper: Float)
  /// The middle of each bin.
  private let middles: [Float]
  /// The bins that hold values, with their shares and middles.
  private let occupied: [(bin: Int, share: Double, middle: Float)]

  /// The search; nil if the histogram has no edges.
  init?(_ histogram: AimetHistogram, scheme: Scheme) {
    guard let range = histogram.occupiedRange else { return nil }
    self.histogram = histogram
    self.scheme = scheme
    self.range = range
    let half = histogram.step * 0.5
    middles = histogram.edges.map { Float(Double(Float($0)) + half) }
    occupied = zip(histogram.shares, middles).enumerated().compactMap { bin, pair in
      pair.0 > 0 ? (bin, pair.0, pair.1) : nil
    }
  }

  /// The first of the candidates of least cost; nil if none has a finite one.
  func bestCandidate() -> Candidate? {
    let candidates = scheme.symmetry == .asymmetric ? asymmetric : symmetric
    var best: Candidate?
    var least = Double.greatestFiniteMagnitude
    // The last ones keep nearly everything: what one of them costs spares the costs of those above it.
    if let last = candidates.last, let cost = cost(of: last, below: least) {
      least = min(cost.nextUp, least)
    }
    for candidate in candidates {
      guard let cost = cost(of: candidate, below: least) else { continue }
      least = cost
      best = candidate
    }
    return best
  }

  private var asymmetric: [Candidate] {
    let steps = Float(scheme.quantMax - scheme.quantMin)
    let own = Candidate(spanning: range, steps: steps)
    let observed = own.range(steps: steps)
    var candidates: [Candidate] = []
    for sixteenth in 1...17 {
      let scale = Float(sixteenth) * 0.0625 * own.scale
      for twentieth in 0...20 {
        let lowest = Double(-steps) + Double(steps) / 20 * Double(twentieth)
        let tried = Candidate(scale: scale, lowest: Int32(lowest)).range(steps: steps)
        if tried.lower < observed.lower, tried.upper > observed.upper { continue }
        let kept = (max(tried.lower, observed.lower), min(tried.upper, observed.upper))
        if kept.0 == kept.1 { continue }
        candidates.append(Candidate(spanning: kept, steps: steps))
      }
    }
    return candidates + [own]
  }

  private var symmetric: [Candidate] {
    let steps = Float(scheme.quantMax - scheme.quantMin)
    let isUnsigned =
      scheme.symmetry == .symmetric && scheme.signedness == .unsigned && range.lower == 0
    let largest =
      isUnsigned
      ? range.upper / steps
      : Float(Double(max(range.upper, -range.lower)) / (Double(steps) * 0.5))
    let lowest = isUnsigned ? 0 : Int32((steps * -0.5).rounded(.down))
    var candidates: [Candidate] = []
    // A float32 that counts up in float64 steps, as the tool's loop does.
    var share = Float(0.01)
    while Double(share) <= 1.01 {
      candidates.append(Candidate(scale: share * largest, lowest: lowest))
      share = Float(Double(share) + 0.01)
    }
    return candidates
  }

  /// Three times the clipping error plus the rounding error, by the middles of the bins; nil if
  /// that is no less than the least one so far.
  ///
  /// A bin may be clipped at both ends, where float32 does not hold the upper one.
  private func cost(of candidate: Candidate, below least: Double) -> Double? {
    let (scale, lowest) = (candidate.scale, Float(candidate.lowest))
    let first = bin(at: scale * lowest)
    let last = bin(at: scale * (Float((1 << scheme.bitWidth) - 1) + lowest))
    let (kept, beyond) = (place(of: first), place(of: last))
    let clipped =
      clippingError(occupied[..<kept], at: middles[first])
      + clippingError(occupied[beyond...], at: middles[last])
    guard 3 * clipped < least else { return nil }
    let inverse = 1 / scale
    var rounding = 0.0
    for index in min(kept, beyond)..<beyond {
      let (_, share, middle) = occupied[index]
      let error = Double(middle - Self.floor(middle * inverse + 0.5) * scale)
      rounding += share * (error * error)
      // What follows only adds to it.
      if index & 7 == 7, 3 * clipped + rounding >= least { return nil }
    }
    let cost = 3 * clipped + rounding
    return cost < least ? cost : nil
  }

  /// ⌊x⌋, without a call where x is small.
  @inline(__always)
  private static func floor(_ value: Float) -> Float {
    guard abs(value) < 0x1p23 else { return value.rounded(.down) }
    let truncated = Float(Int32(value))
    return truncated > value ? truncated - 1 : truncated
  }

  private func clippingError(
    _ bins: ArraySlice<(bin: Int, share: Double, middle: Float)>, at level: Float
  ) -> Double {
    bins.reduce(0.0) { sum, bin in
      let error = Double(bin.middle) - Double(level)
      return sum + bin.share * (error * error)
    }
  }

  /// How many occupied bins are below one.
  private func place(of bin: Int) -> Int {
    var (lower, upper) = (0, occupied.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if occupied[middle].bin < bin { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }

  /// The bin of a bound, the outermost ones taking what lies outside.
  private func bin(at value: Float) -> Int {
    let place = (Double(value - Float(histogram.edges[0])) / histogram.step).rounded(.down)
    // What is no 32-bit integer converts to the least one, on x86.
    guard abs(place) < 0x1p31 else { return 0 }
    return min(max(Int(place), 0), AimetHistogram.binCount - 1)
  }
}

extension AimetEnhancedSearch.Candidate {
  /// The encoding whose levels span a range, moved so that zero is one of them.
  init(spanning range: (lower: Float, upper: Float), steps: Float) {
    scale = Float((Double(range.upper) - Double(range.lower)) / Double(steps))
    let nearest = (range.lower / scale).rounded(.toNearestOrAwayFromZero)
    lowest = abs(nearest) < 0x1p31 ? Int32(nearest) : .min
  }

  /// The lowest and the highest level, where float32 holds them.
  func range(steps: Float) -> (lower: Float, upper: Float) {
    let largest = Float.greatestFiniteMagnitude
    return (
      max(scale * Float(lowest), -largest), min(scale * (Float(lowest) + steps), largest)
    )
  }
}
