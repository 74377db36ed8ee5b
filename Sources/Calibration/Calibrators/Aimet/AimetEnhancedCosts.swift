import QuantizationEngine

/// What the candidates of the enhanced search cost over a histogram, in the tool's own roundings.
///
///     cost = 3 · Σ_clipped share · (middle − end)² + Σ_kept share · (middle − ⌊middle / S + ½⌋ · S)²
///
/// Costs are of float64 but for the middle of a bin and its error, and are summed from the first bin to the
/// last. Empty bins add zero and are passed over.
struct AimetEnhancedCosts {
  /// A bin that holds values.
  private struct Part {
    let bin: Int
    let middle: Float
    let share: Double
  }

  private let bins: AimetBins
  private let parts: [Part]
  /// The largest magnitude of a middle.
  private let farthest: Float
  /// The place of the highest level, counted from the lowest.
  private let highestPlace: Float

  /// The costs over a histogram.
  init(_ histogram: AimetHistogram, highestPlace: Int) {
    let bins = histogram.bins
    self.bins = bins
    self.highestPlace = Float(highestPlace)
    parts = histogram.parts.map {
      Part(bin: $0.bin, middle: bins.middle(of: $0.bin), share: $0.share)
    }
    farthest = max(abs(parts.first?.middle ?? 0), abs(parts.last?.middle ?? 0))
  }

  /// What a candidate clips.
  ///
  /// A bin may be clipped at both ends, where float32 does not hold the upper one.
  @inline(__always)
  func clipped(by candidate: AimetEnhancedCandidate) -> AimetEnhancedClipping {
    let ends = ends(of: candidate)
    let first = bins.bin(of: ends.lower)
    let last = bins.bin(of: ends.upper)
    let (kept, beyond) = (place(of: first), place(of: last))
    return AimetEnhancedClipping(
      scale: candidate.scale,
      error: error(of: 0..<kept, at: first) + error(of: beyond..<parts.count, at: last),
      kept: min(kept, beyond)..<beyond)
  }

  /// The lowest and the highest level of a candidate.
  @inline(__always)
  private func ends(
    of candidate: AimetEnhancedCandidate
  ) -> (lower: Float, upper: Float) {
    let lowest = Float(candidate.lowest)
    return (candidate.scale * lowest, candidate.scale * (highestPlace + lowest))
  }

  /// Σ share · (middle − level)² of some parts, the level being the middle of a bin.
  @inline(__always)
  private func error(of places: Range<Int>, at bin: Int) -> Double {
    guard !places.isEmpty else { return 0 }
    let level = Double(bins.middle(of: bin))
    var sum = 0.0
    for place in places {
      let error = Double(parts[place].middle) - level
      sum += parts[place].share * (error * error)
    }
    return sum
  }

  /// How many parts are in bins below one.
  @inline(__always)
  private func place(of bin: Int) -> Int {
    var (lower, upper) = (0, parts.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if parts[middle].bin < bin { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }

  // MARK: Rounding

  /// Whether the levels of a scale are few enough steps away to be found four at a time.
  @inline(__always)
  func isQuick(_ scale: Float) -> Bool { farthest * (1 / scale) < 0x1p21 }

  /// The cost of one candidate, or a part of it that is above a limit already.
  func cost(of candidate: AimetEnhancedClipping, limit: Double) -> Double {
    let scale = candidate.scale
    let inverse = 1 / scale
    var rounding = 0.0
    for place in candidate.kept {
      let middle = parts[place].middle
      let error = Double(middle - Floor.of(middle * inverse + 0.5) * scale)
      rounding += parts[place].share * (error * error)
      // What follows only adds to it.
      if place & 7 == 7, 3 * candidate.error + rounding > limit { break }
    }
    return 3 * candidate.error + rounding
  }

  /// The costs of four candidates, each summed in the order of the bins, or parts that are all above a
  /// limit already.
  ///
  /// - Precondition: their scales are quick.
  @inline(__always)
  func costs(of candidates: AimetEnhancedLanes, limit: Double) -> SIMD4<Double> {
    let scale = candidates.scale
    let inverse = SIMD4(repeating: 1) / scale
    let clipped = 3 * candidates.error
    let limits = SIMD4(repeating: limit)
    let all = Int(candidates.first.min())..<Int(candidates.end.max())
    let lastFirst = Int(candidates.first.max())
    // What every one of them keeps.
    let shared = lastFirst..<max(lastFirst, Int(candidates.end.min()))
    var sums = SIMD4<Double>.zero
    unsafe parts.withUnsafeBufferPointer { parts in
      for place in all {
        let part = unsafe parts[place]
        let middle = SIMD4(repeating: part.middle)
        let level = Self.floor(middle * inverse + 0.5) * scale
        let error = SIMD4<Double>(middle - level)
        let squares = part.share * (error * error)
        if shared.contains(place) {
          sums += squares
        } else {
          let index = SIMD4(repeating: Double(place))
          let isClipped = candidates.first .> index .| candidates.end .<= index
          // Adding zero changes no sum.
          sums += squares.replacing(with: SIMD4<Double>.zero, where: isClipped)
        }
        // What follows only adds to it.
        if place & 7 == 7, Self.all(clipped + sums .> limits) { break }
      }
    }
    return clipped + sums
  }

  /// ⌊x⌋ of numbers below 2²²: adding 1.5 · 2²³ rounds to an integer, which may be the one above.
  @inline(__always)
  private static func floor(_ values: SIMD4<Float>) -> SIMD4<Float> {
    let magic = SIMD4<Float>(repeating: 12_582_912)
    let nearest = (values + magic) - magic
    return nearest.replacing(with: nearest - 1, where: nearest .> values)
  }

  @inline(__always)
  private static func all(_ mask: SIMDMask<SIMD4<Int64>>) -> Bool {
    mask[0] && mask[1] && mask[2] && mask[3]
  }

  // MARK: Limits

  /// Whether the bins of bounds from one to another ascend as the bounds do.
  func isOrdinary(from lower: Float, through upper: Float) -> Bool {
    abs(bins.place(of: lower)) < 0x1p30 && abs(bins.place(of: upper)) < 0x1p30
  }

  /// Whether the bins of bounds ascend as the bounds do, between the ends of a candidate.
  func isOrdinary(_ candidate: AimetEnhancedCandidate) -> Bool {
    let ends = ends(of: candidate)
    return isOrdinary(from: ends.lower, through: ends.upper)
  }

  /// Whether an end of a candidate is beyond limits.
  @inline(__always)
  func isBeyond(_ limits: AimetEnhancedLimits, _ candidate: AimetEnhancedCandidate) -> Bool {
    let ends = ends(of: candidate)
    return ends.lower > limits.lower || ends.upper < limits.upper
  }

  /// The bounds beyond which a candidate's ends clip more than some cost, whatever the rest of it.
  ///
  /// The error of what is clipped at one end ascends as the end moves in, in float64 too: a sum rounds to no
  /// less where a term grows or one is added. So it is enough to find the bin where it passes the cost, and
  /// to leave a hundredth of a step for the roundings of a bound's bin.
  ///
  /// - Returns: a lower end above `lower`, or an upper end below `upper`, costs more than that.
  func limits(_ cost: Double) -> AimetEnhancedLimits {
    guard !parts.isEmpty else { return .none }
    let first = firstBin { place, bin in
      3 * error(of: 0..<place, at: bin) > cost
    }
    let last = lastBin { place, bin in
      3 * error(of: place..<parts.count, at: bin) > cost
    }
    var limits = AimetEnhancedLimits.none
    let origin = Double(Float(bins.firstEdge))
    if let first { limits.lower = Float(origin + (Double(first) + 0.01) * bins.step).nextUp }
    if let last { limits.upper = Float(origin + (Double(last) + 0.99) * bins.step).nextDown }
    return limits
  }

  /// The first bin for which something holds that holds for all above it, given the parts below each.
  @inline(__always)
  private func firstBin(_ holds: (_ place: Int, _ bin: Int) -> Bool) -> Int? {
    var (lower, upper) = (parts[0].bin, AimetBins.count)
    var place = 1
    while place < parts.count {
      let bin = parts[place].bin
      guard !holds(place, bin) else {
        upper = bin
        break
      }
      lower = bin
      place *= 2
    }
    while upper - lower > 1 {
      let middle = (lower + upper) / 2
      if holds(self.place(of: middle), middle) { upper = middle } else { lower = middle }
    }
    return upper < AimetBins.count ? upper : nil
  }

  /// The last bin for which something holds that holds for all below it, given the parts below each.
  @inline(__always)
  private func lastBin(_ holds: (_ place: Int, _ bin: Int) -> Bool) -> Int? {
    var (lower, upper) = (-1, parts[parts.count - 1].bin)
    var distance = 1
    while distance < parts.count {
      let place = parts.count - 1 - distance
      let bin = parts[place].bin
      guard !holds(place, bin) else {
        lower = bin
        break
      }
      upper = bin
      distance *= 2
    }
    while upper - lower > 1 {
      let middle = (lower + upper) / 2
      if holds(self.place(of: middle), middle) { lower = middle } else { upper = middle }
    }
    return lower >= 0 ? lower : nil
  }
}
