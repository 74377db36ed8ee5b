import QuantizationEngine

/// The search of ``AimetEnhancedCalibrator`` over a histogram.
struct AimetEnhancedSearch {
  /// An encoding: its scale, and the lowest level in steps of it, which is AIMET's "offset".
  struct Candidate {
    let scale: Float
    let lowest: Int
  }

  private let histogram: AimetHistogram
  private let scheme: Scheme
  /// The bins that hold values, with the middle of each.
  private let occupied: [(bin: Int, share: Double, middle: Float)]
  private let start: Float
  private let step: Float

  init(_ histogram: AimetHistogram, scheme: Scheme) {
    self.histogram = histogram
    self.scheme = scheme
    let start = Float(histogram.edge(0))
    let step = Float(histogram.edge(1) - histogram.edge(0))
    self.start = start
    self.step = step
    occupied = histogram.shares.enumerated().compactMap { bin, share in
      share > 0 ? (bin, share, Self.middle(of: bin, start: start, step: step)) : nil
    }
  }

  /// The first of the candidates of least cost; nil if none has a finite one.
  func bestCandidate() -> Candidate? {
    var best: Candidate?
    var least = Float.greatestFiniteMagnitude
    for candidate in scheme.symmetry == .asymmetric ? asymmetric : symmetric {
      let cost = cost(of: candidate)
      if cost < least {
        least = cost
        best = candidate
      }
    }
    return best
  }

  private var asymmetric: [Candidate] {
    let range = histogram.occupiedRange
    let steps = Float(scheme.quantMax - scheme.quantMin)
    let ownScale = Float((Double(range.upper) - Double(range.lower)) / Double(steps))
    let ownLowest = Self.nearest(range.lower / ownScale)
    let lower = Float(Double(ownScale) * Double(ownLowest))
    let upper = Float(Double(ownScale) * Double(ownLowest) + Double(ownScale) * Double(steps))
    var candidates: [Candidate] = []
    for sixteenth in 1...17 {
      let scale = Float(sixteenth) / 16 * ownScale
      for twentieth in 0...20 {
        let lowest = (Double(-steps) + Double(steps) / 20 * Double(twentieth)).rounded(.towardZero)
        let below = Double(scale) * lowest
        let above = Float(below + Double(scale) * Double(steps))
        if below < Double(lower), above > upper { continue }
        let kept = max(below, Double(lower))
        let fitted = Float((Double(min(above, upper)) - kept) / Double(steps))
        guard fitted > 0 else { continue }
        candidates.append(
          Candidate(scale: fitted, lowest: Self.nearest(Float(kept / Double(fitted)))))
      }
    }
    return candidates + [Candidate(scale: ownScale, lowest: ownLowest)]
  }

  private var symmetric: [Candidate] {
    let range = histogram.occupiedRange
    let steps = Float(scheme.quantMax - scheme.quantMin)
    let isUnsigned =
      scheme.symmetry == .symmetric && scheme.signedness == .unsigned && range.lower == 0
    let largest = isUnsigned ? range.upper / steps : 2 * max(range.upper, -range.lower) / steps
    let lowest = isUnsigned ? 0 : Int((-Double(steps) / 2).rounded(.down))
    var candidates: [Candidate] = []
    // A float32 that counts up in float64 steps, as the tool's loop does.
    var share = Float(0.01)
    while Double(share) <= 1 + 1.0 / 100 {
      candidates.append(Candidate(scale: share * largest, lowest: lowest))
      share = Float(Double(share) + 1.0 / 100)
    }
    return candidates
  }

  /// Three times the clipping error plus the rounding error, by the middles of the bins.
  private func cost(of candidate: Candidate) -> Float {
    let scale = candidate.scale
    let offset = Float(candidate.lowest)
    let lower = scale * offset
    let upper = scale * Float((1 << scheme.bitWidth) - 1) + lower
    let first = bin(at: lower)
    let last = bin(at: upper)
    let firstMiddle = Self.middle(of: first, start: start, step: step)
    let lastMiddle = Self.middle(of: last, start: start, step: step)
    var below: Float = 0
    var above: Float = 0
    var inside: Float = 0
    for (bin, share, middle) in occupied {
      if bin < first {
        below = Float(Double(below) + share * Self.square(middle - firstMiddle))
      } else if bin >= last {
        above = Float(Double(above) + share * Self.square(middle - lastMiddle))
      } else {
        let code = (middle / scale - offset).rounded(.toNearestOrAwayFromZero)
        inside = Float(Double(inside) + share * Self.square(middle - scale * (code + offset)))
      }
    }
    return 3 * (below + above) + inside
  }

  /// The bin of a bound, the outermost ones taking what lies outside.
  private func bin(at value: Float) -> Int {
    let place = ((value - start) / step).rounded(.down)
    // What is no 32-bit integer converts to the least one, on x86.
    guard abs(place) < 0x1p31 else { return 0 }
    return min(max(Int(place), 0), AimetHistogram.binCount - 1)
  }

  private static func middle(of bin: Int, start: Float, step: Float) -> Float {
    start + Float(bin) * step + step / 2
  }

  private static func square(_ difference: Float) -> Double {
    Double(difference) * Double(difference)
  }

  private static func nearest(_ value: Float) -> Int {
    let rounded = value.rounded(.toNearestOrAwayFromZero)
    return abs(rounded) < 0x1p31 ? Int(rounded) : Int(Int32.min)
  }
}
