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
