import QuantizationEngine
import TestSupport
import Testing

/// One quantizer after another on a block, against staircases and against value by value.
@Suite struct BlockDivergenceTests {
  private static let arithmetics = [
    QuantizationArithmetic(), QuantizationArithmetic(scaling: .multiplyByInverse),
    QuantizationArithmetic(rounding: .halfAway),
    QuantizationArithmetic(zeroPointAddition: .beforeRounding),
    QuantizationArithmetic(rounding: .halfAway, zeroPointAddition: .fromLowestCode),
    QuantizationArithmetic(rounding: .halfUp),
  ]

  @Test("divergences are those of the staircase, bit for bit", arguments: Fixture.all)
  func divergences(_ fixture: Fixture) throws {
    let tensor = try fixture.distribution
    let blocks =
      [tensor.blocks[0]]
      + [3, 32, 100].map { SortedDistribution(Array(fixture.values.prefix($0))) }
    for block in blocks {
      guard let reference = DivergenceReference(block) else {
        #expect(BlockDivergence(block) == nil)
        continue
      }
      var divergence = try #require(BlockDivergence(block))
      let bounds = try #require(block.bounds)
      for bits in [2, 4, 8] {
        for share in [1, 0.6, 0.05] {
          let range = ClippingRange(
            lower: bounds.lowerBound * share, upper: bounds.upperBound * share)
          guard let encoding = try? Scheme(bitWidth: bits).encoding(for: range) else { continue }
          for arithmetic in Self.arithmetics {
            let quantizer = AffineQuantizer(encoding: encoding, arithmetic: arithmetic)
            let staircase = quantizer.staircase
            #expect(
              divergence.klInNats(under: quantizer) == reference.klDivergence(on: [staircase]))
            #expect(
              divergence.jsInNats(under: quantizer) == reference.jsDivergence(on: [staircase]))
          }
        }
      }
    }
  }

  @Test("nothing diverges where no two values share a bin", arguments: [7, 300, 2048])
  func singles(_ binCount: Int) throws {
    var random = SplitMix64(seed: 113)
    var zeroCount = 0
    for turn in 0..<200 {
      // Far from zero bins are as narrow as float64 can say, and wider.
      let center = [0, 1, 1e6, -1e30][turn % 4]
      let spread = [1, 1e-3, 1e-6, 1e-14][turn / 4 % 4]
      let values = (0..<1 + turn % 40).map { _ in
        (center == 0 ? 1 : center) * random.nextNormal() * spread + center
      }
      for block in [SortedDistribution(values), SortedDistribution(values.map { Float($0) })] {
        let bounds = try #require(block.bounds)
        let bins = Bins(over: bounds, count: binCount)
        let isZero = BlockDivergence.isZero(on: block, over: bins)
        let fullest = block.histogram(over: bins).counts.reduce(0, max)
        #expect(isZero == (fullest < 2 && block.count <= binCount), "seed 113, turn \(turn)")
        guard isZero else { continue }
        zeroCount += 1
        var divergence = try #require(BlockDivergence(block, binCount: binCount))
        for share in [1, 0.3] {
          let range = ClippingRange(
            lower: bounds.lowerBound * share, upper: bounds.upperBound * share)
          guard let encoding = try? Scheme(bitWidth: 3).encoding(for: range) else { continue }
          let quantizer = AffineQuantizer(encoding: encoding)
          #expect(divergence.klInNats(under: quantizer) == 0)
          #expect(divergence.jsInNats(under: quantizer) == 0)
        }
      }
    }
    #expect(zeroCount > 20)
  }

  @Test("no quantizer beyond a reach has less", arguments: Self.arithmetics)
  func reach(_ arithmetic: QuantizationArithmetic) throws {
    var random = SplitMix64(seed: 114)
    var spared = (kl: 0, js: 0)
    for turn in 0..<60 {
      let sorted = (0..<8 + turn % 24).map { _ in Float(random.nextNormal()) }.sorted()
      // One bin or several that hold more than the others, at an end or within.
      let doubled = (0...turn % 3).map { sorted[(turn * 7 + $0 * 3) % sorted.count] }
      let block = SortedDistribution(sorted + doubled)
      let bounds = try #require(block.bounds)
      var divergence = try #require(BlockDivergence(block))
      var tried: [(range: ClippingRange, kl: Double, js: Double)] = []
      for _ in 0..<80 {
        let share = (lower: random.nextUnit(), upper: random.nextUnit())
        let range = ClippingRange(
          lower: min(bounds.lowerBound * share.lower, 0),
          upper: max(bounds.upperBound * share.upper, 0))
        guard let encoding = try? Scheme(bitWidth: 4).encoding(for: range) else { continue }
        let quantizer = AffineQuantizer(encoding: encoding, arithmetic: arithmetic)
        tried.append(
          (
            range, divergence.klInNats(under: quantizer), divergence.jsInNats(under: quantizer)
          ))
      }
      for known in tried.prefix(12) where known.kl > 0 && known.js > 0 {
        let reaches = (
          kl: divergence.klReach(below: known.kl), js: divergence.jsReach(below: known.js)
        )
        for other in tried {
          if !Self.mayBe(other.range, within: reaches.kl) {
            spared.kl += 1
            #expect(other.kl >= known.kl, "seed 114, turn \(turn): \(other.range)")
          }
          if !Self.mayBe(other.range, within: reaches.js) {
            spared.js += 1
            #expect(other.js >= known.js, "seed 114, turn \(turn): \(other.range)")
          }
        }
      }
    }
    #expect(spared.kl > 1000 && spared.js > 300)
  }

  /// Whether a range of 16 codes keeps to a reach, with room for what is rounded.
  private static func mayBe(_ range: ClippingRange, within reach: DivergenceReach) -> Bool {
    let scale = range.width / 15
    return scale <= reach.scale * 1.0001 && range.upper + 2 * scale >= reach.upper
      && range.lower - 2 * scale <= reach.lower
      && !reach.mixesPlaces(in: range, inverseScale: 1 / scale, levelCount: 16)
  }

  @Test("sums of few values are those of going through them", arguments: Fixture.all)
  func sums(_ fixture: Fixture) throws {
    let values = Array(fixture.values.prefix(61))
    let block = SortedDistribution(values)
    let trial = try #require(BlockTrial(block, codeCount: 16))
    #expect(trial.values == values.filter(\.isFinite).map(Double.init).sorted())
    #expect(BlockTrial(block, codeCount: 2) == nil || trial.values.count <= 8)
    guard let bounds = block.bounds,
      let encoding = try? Scheme(bitWidth: 4).encoding(
        for: ClippingRange(lower: bounds.lowerBound * 0.7, upper: bounds.upperBound * 0.7))
    else { return }
    for arithmetic in Self.arithmetics {
      let quantizer = AffineQuantizer(encoding: encoding, arithmetic: arithmetic)
      let found = trial.sums(under: quantizer)
      let sums = ErrorSums(of: block, on: quantizer.staircase)
      // A few dozen roundings.
      #expect(abs(found.squaredError - sums.squaredError) <= 1e-13 * sums.squaredError)
      #expect(abs(found.quantizedSquares - sums.quantizedSquares) <= 1e-13 * sums.quantizedSquares)
      let weighted = trial.weightedSquaredError(
        under: quantizer, weights: trial.values.map { _ in 1 })
      #expect(abs(weighted - found.squaredError) <= 1e-13 * found.squaredError)
    }
  }
}
