import QuantizationEngine
import TestSupport
import Testing

/// KL and JS divergence, histograms and percentiles against NumPy and SciPy.
@Suite struct GoldenDivergenceTests {
  @Test("the histogram on 2048 bins is NumPy's", arguments: Fixture.all)
  func histograms(_ fixture: Fixture) throws {
    guard let digest = try ReferenceGolden(fixture).histogram2048Sha256 else { return }
    let distribution = try fixture.distribution
    let bounds = try #require(distribution.bounds)
    let histogram = distribution.histogram(over: Bins(over: bounds, count: 2048))
    #expect(SHA256.hexadecimal(of: histogram.counts.map { Int64($0) }) == digest)
    #expect(histogram.below == 0 && histogram.above == 0)
  }

  @Test("percentiles are NumPy's, bit for bit", arguments: Fixture.all)
  func percentiles(_ fixture: Fixture) throws {
    let golden = try ReferenceGolden(fixture).statistics.percentiles
    let distribution = try fixture.distribution.blocks[0]
    #expect(golden.isEmpty == (distribution.count == 0))
    for (percent, expected) in golden {
      #expect(distribution.percentile(try #require(Double(percent))) == expected, "\(percent)")
    }
  }

  @Test("KL is the golden's, and JS that of the same two histograms", arguments: Fixture.all)
  func divergences(_ fixture: Fixture) throws {
    let distribution = try fixture.distribution
    guard let reference = DivergenceReference(distribution) else { return }
    let values = fixture.finite
    let edges = RefereeHistogram.edges(
      lower: values.min() ?? 0, upper: values.max() ?? 0, count: 2048)
    let counts = RefereeHistogram.counts(values, edges: edges)
    let masses = counts.map(Double.init)
    let centers = RefereeHistogram.centers(edges)
    for (name, golden) in try ReferenceGolden(fixture).records {
      guard let kl = golden.klLevelExpanded, let exact = golden.exact else { continue }
      // The golden's own arithmetic first: the referee must know what the golden means.
      let exactKL = RefereeHistogram.kullbackLeibler(
        masses, RefereeHistogram.spread(counts, codes: centers.map { exact.code($0) }))
      #expect(abs(exactKL - kl) <= Tolerance.divergence, "referee, KL of \(name)")

      // Then qviz, against the golden, and against the referee in float32.
      let encoding = try AffineEncoding(
        scale: Float(exact.scale), zeroPoint: exact.zeroPoint, quantMin: exact.quantMin,
        quantMax: exact.quantMax)
      let staircase = AffineQuantizer(encoding: encoding).staircase
      let found = try #require(
        distribution.error(on: [staircase], reference: reference).divergence)
      #expect(found.binCount == 2048)
      #expect(abs(found.klInNats - kl) <= Tolerance.divergence, "KL of \(name)")
      let referee = RefereeQuantizer(RefereeEncoding(encoding))
      let codes = centers.map { referee.code(atOrBelow: $0) }
      let spread = RefereeHistogram.spread(counts, codes: codes)
      let expectedKL = RefereeHistogram.kullbackLeibler(masses, spread)
      #expect(abs(found.klInNats - expectedKL) <= Tolerance.divergence, "KL of \(name)")
      let expectedJS = try #require(RefereeHistogram.jensenShannon(masses, spread))
      #expect(abs(found.jsInNats - expectedJS) <= Tolerance.divergence, "JS of \(name)")
    }
  }
}
