import QuantizationEngine

/// The search of ``AimetEnhancedCalibrator`` over a histogram, in the tool's own roundings.
///
/// The tool tries its candidates in order and keeps the first of least cost. Here the widest ones come
/// first, since the best is nearly always among them: what they cost tells which ends cut off too much, so
/// that of a few hundred candidates some dozens are left to be tried.
///
/// Candidates are of float32 throughout.
struct AimetEnhancedSearch {
  private let costs: AimetEnhancedCosts
  private let scheme: Scheme
  private let range: (lower: Float, upper: Float)

  /// The search; nil if the histogram has no edges.
  init?(_ histogram: AimetHistogram, scheme: Scheme) {
    guard let range = histogram.occupiedRange else { return nil }
    costs = AimetEnhancedCosts(histogram, highestPlace: (1 << scheme.bitWidth) - 1)
    self.scheme = scheme
    self.range = range
  }

  /// The first of the candidates of least cost; nil if none has a finite one.
  func bestCandidate() -> AimetEnhancedCandidate? {
    scheme.symmetry == .asymmetric ? bestAsymmetric() : bestSymmetric()
  }

  private var steps: Float { Float(scheme.quantMax - scheme.quantMin) }

  // MARK: Symmetric

  /// 0.01…1.01: a float32 that counts up in float64 steps, as the tool's loop does.
  private static let shares: [Float] = {
    var shares: [Float] = []
    var share = Float(0.01)
    while Double(share) <= 1.01 {
      shares.append(share)
      share = Float(Double(share) + 0.01)
    }
    return shares
  }()

  private func bestSymmetric() -> AimetEnhancedCandidate? {
    let isUnsigned =
      scheme.symmetry == .symmetric && scheme.signedness == .unsigned && range.lower == 0
    let largest =
      isUnsigned
      ? range.upper / steps
      : Float(Double(max(range.upper, -range.lower)) / (Double(steps) * 0.5))
    let lowest = isUnsigned ? 0 : Int32((steps * -0.5).rounded(.down))
    var race = AimetEnhancedRace(costs)
    let shares = Self.shares
    let widest = AimetEnhancedCandidate(scale: (shares.last ?? 1) * largest, lowest: lowest)
    let mayBound = costs.isOrdinary(widest)
    var limits = AimetEnhancedLimits.none
    for order in stride(from: shares.count - 1, through: 0, by: -1) {
      let candidate = AimetEnhancedCandidate(scale: shares[order] * largest, lowest: lowest)
      // Both ends of those that follow are farther in.
      if costs.isBeyond(limits, candidate) { break }
      race.enter(candidate, order: order)
      if order & 7 == 0, mayBound, race.hasMovedOn { limits = race.limits() }
    }
    return race.winner()
  }

  // MARK: Asymmetric

  /// A candidate's lowest level, in steps, for each twentieth of them; those that come out the same once.
  ///
  /// Four to a vector, the last ones repeated.
  private static let lowestLevels: [[SIMD4<Float>]] = (0...16).map { bitWidth in
    let steps = Double((1 << bitWidth) - 1)
    var levels: [Float] = []
    for twentieth in 0...20 {
      let level = Float(Int32(-steps + steps / 20 * Double(twentieth)))
      if levels.last != level { levels.append(level) }
    }
    return stride(from: 0, to: levels.count, by: 4).map { first in
      SIMD4((0..<4).map { levels[min(first + $0, levels.count - 1)] })
    }
  }

  private func bestAsymmetric() -> AimetEnhancedCandidate? {
    let steps = steps
    let own = AimetEnhancedCandidate(spanning: range, steps: steps)
    let observed = own.range(steps: steps)
    let levels = Self.lowestLevels[scheme.bitWidth]
    let largest = SIMD4<Float>(repeating: .greatestFiniteMagnitude)
    var race = AimetEnhancedRace(costs)
    // A tie goes to the first in the tool's order, where this one is the last.
    race.enter(own, order: 17 * 32)
    race.finishLap()
    let mayBound = costs.isOrdinary(
      from: observed.lower - 2 * own.scale, through: observed.upper + 2 * own.scale)
    var limits = mayBound ? race.limits() : .none
    for sixteenth in stride(from: 17, through: 1, by: -1) {
      let scale = Float(sixteenth) * 0.0625 * own.scale
      // What is as wide as this cannot reach from one limit to the other, nor can what is narrower.
      if limits.upper - limits.lower > scale * (steps + 1.1) { break }
      for (vector, lowest) in levels.enumerated() {
        let tried = (
          lower: Self.largest(scale * lowest, -largest),
          upper: Self.least(scale * (lowest + steps), largest)
        )
        let lower = Self.largest(tried.lower, SIMD4(repeating: observed.lower))
        let upper = Self.least(tried.upper, SIMD4(repeating: observed.upper))
        // Zero is made a level by a shift of at most half a step, but for what the roundings add.
        let shift = (upper - lower) * (0.55 / steps)
        let isWider = tried.lower .< observed.lower .& tried.upper .> observed.upper
        let isBeyond = lower - shift .> limits.lower .| upper + shift .< limits.upper
        let isLeftOut = isWider .| isBeyond .| lower .== upper
        for lane in 0..<4 where !isLeftOut[lane] {
          race.enter(
            AimetEnhancedCandidate(spanning: (lower[lane], upper[lane]), steps: steps),
            order: sixteenth * 32 + vector * 4 + lane)
        }
      }
      race.finishLap()
      if mayBound, race.hasMovedOn { limits = race.limits() }
    }
    return race.winner()
  }

  @inline(__always)
  private static func largest(_ first: SIMD4<Float>, _ second: SIMD4<Float>) -> SIMD4<Float> {
    first.replacing(with: second, where: second .> first)
  }

  @inline(__always)
  private static func least(_ first: SIMD4<Float>, _ second: SIMD4<Float>) -> SIMD4<Float> {
    first.replacing(with: second, where: second .< first)
  }
}
