import Foundation
import QuantizationEngine
import TestSupport
import Testing

/// KL and JS on any number of bins, for any staircase, per tensor and per block.
@Suite struct DivergenceTests {
  private func staircase(_ bits: Int, _ lower: Double, _ upper: Double) throws -> Staircase {
    AffineQuantizer(
      encoding: try Scheme(bitWidth: bits).encoding(
        for: ClippingRange(lower: lower, upper: upper))
    ).staircase
  }

  @Test(
    "both are the referee's at any number of bins and for any staircase",
    arguments: [
      "adv_laplace", "adv_studentt3", "adv_all_neg", "adv_zeros", "adv_single", "adv_inf",
      "adv_two_values",
    ],
    [1, 2, 100, 2048, 4096])
  func referee(_ name: String, _ binCount: Int) throws {
    let fixture = Fixture.named(name)
    let tensor = try fixture.distribution
    let bounds = try #require(tensor.bounds)
    let reference = try #require(DivergenceReference(tensor, binCount: binCount))
    let values = fixture.finite
    let edges = (0...binCount).map { reference.bins.edge($0) }
    let counts = RefereeHistogram.counts(values, edges: edges)
    let masses = counts.map(Double.init)
    for staircase in [
      try staircase(8, bounds.lowerBound, bounds.upperBound),
      try staircase(4, bounds.lowerBound / 3, bounds.upperBound / 3),
      .float8E4M3(), .signedPowersOfTwo(exponents: -4...1), Staircase(nearest: [0.25]),
    ] {
      let found = try #require(tensor.error(on: [staircase], reference: reference).divergence)
      let centers = RefereeHistogram.centers(edges)
      let codes = centers.map { center in
        staircase.thresholds.count { Double($0) <= center }
      }
      let kl = RefereeHistogram.kullbackLeibler(
        masses, RefereeHistogram.spread(counts, codes: codes))
      #expect(abs(found.klInNats - kl) <= Tolerance.divergence)
      let js = try #require(
        RefereeHistogram.jensenShannon(masses, RefereeHistogram.spread(counts, codes: codes)))
      #expect(abs(found.jsInNats - js) <= Tolerance.divergence)
      #expect(reference.jsDivergence(on: [staircase]) == found.jsInNats)
      #expect(found.binCount == binCount)
      #expect(found.klInNats >= 0 && found.klInNats.isFinite)
      #expect(found.jsInNats >= 0 && found.jsInNats <= log(2))
      #expect(found.jsInNats <= log(2) / 2 * found.klInNats + Tolerance.divergence)
    }
  }

  @Test("values that lie on their levels do not diverge: KL and JS are zero")
  func identity() throws {
    let encoding = try AffineEncoding(scale: 0.5, zeroPoint: 3, quantMin: 0, quantMax: 7)
    let values = (0...7).flatMap { code in
      Array(repeating: encoding.dequantize(code), count: code + 1)
    }
    let tensor = TensorDistribution(
      values, layout: try BlockLayout(shape: [values.count], granularity: .perTensor))
    let reference = try #require(DivergenceReference(tensor))
    let divergence = tensor.error(
      on: [AffineQuantizer(encoding: encoding).staircase], reference: reference
    ).divergence
    #expect(divergence?.klInNats == 0)
    #expect(divergence?.jsInNats == 0)
  }

  @Test("levels all outside the tensor's own range leave divergences that are finite")
  func outside() throws {
    let tensor = try Fixture.named("adv_all_pos").distribution
    let reference = try #require(DivergenceReference(tensor))
    let divergence = try #require(
      tensor.error(on: [Staircase(nearest: [-2, -1])], reference: reference).divergence)
    #expect(divergence.jsInNats > 0 && divergence.jsInNats < log(2))
    #expect(divergence.klInNats.isFinite && divergence.klInNats >= 0)
  }

  @Test("with blocks, P and Q are sums over the blocks on the bins of the whole tensor")
  func blocks() throws {
    let fixture = Fixture.named("adv_ch_scales")
    let layout = try BlockLayout(shape: fixture.shape, granularity: .perChannel(axis: 0))
    let tensor = TensorDistribution(fixture.values, layout: layout)
    let reference = try #require(DivergenceReference(tensor))
    let edges = (0...2048).map { reference.bins.edge($0) }
    let staircases = try tensor.blocks.map { block in
      let bounds = try #require(block.bounds)
      return try staircase(4, bounds.lowerBound, bounds.upperBound)
    }
    var whole = [Double](repeating: 0, count: 2048)
    var spread = whole
    let width = fixture.values.count / layout.blockCount
    for (block, staircase) in staircases.enumerated() {
      let values = fixture.values[block * width..<(block + 1) * width]
      let counts = RefereeHistogram.counts(values.map(Double.init), edges: edges)
      let codes = RefereeHistogram.centers(edges).map { center in
        staircase.thresholds.count { Double($0) <= center }
      }
      for (bin, mass) in RefereeHistogram.spread(counts, codes: codes).enumerated() {
        whole[bin] += Double(counts[bin])
        spread[bin] += mass
      }
    }
    let found = try #require(tensor.error(on: staircases, reference: reference).divergence)
    #expect(
      abs(found.klInNats - RefereeHistogram.kullbackLeibler(whole, spread)) <= Tolerance.divergence)
    let js = try #require(RefereeHistogram.jensenShannon(whole, spread))
    #expect(abs(found.jsInNats - js) <= Tolerance.divergence)
  }
}
