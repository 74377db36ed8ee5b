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

  /// The settings in which float32 and float64 levels fall into different bins, so that JS differs.
  static let differingJensenShannon: [String: Set<String>] = [
    "minilm_l0_query_w": ["minmax/asymmetric16"],
    "minilm_l1_value_bf16": ["minmax/symmetric4", "p1_99/symmetric8"],
    "ppocr_det_conv3x3": ["minmax/asymmetric16", "minmax/asymmetric8"],
    "silero_rnn_whh_f16": ["minmax/asymmetric8", "p1_99/symmetric8"],
    "act_ppocr_det_relu": ["minmax/asymmetric16", "p0.1_99.9/asymmetric8"],
    "act_ppocr_rec_softmax": ["minmax/asymmetric8", "minmax/symmetric4"],
    "act_minilm_l4_gelu": ["minmax/asymmetric16"],
    "act_minilm_l2_attn_scores": ["minmax/asymmetric16"],
    "act_minilm_l2_attn_probs": ["minmax/symmetric4"],
    "adv_bf16": ["p1_99/symmetric8"],
    "adv_ties_pow2": ["minmax/asymmetric8", "p1_99/asymmetric4", "p1_99/symmetric8"],
    "adv_neg_zero": ["minmax/asymmetric4", "minmax/asymmetric8"],
  ]

  @Test(
    "KL is the golden's; so is JS wherever float32 levels share a bin with float64 ones",
    arguments: Fixture.all)
  func divergences(_ fixture: Fixture) throws {
    let distribution = try fixture.distribution
    guard let reference = DivergenceReference(distribution) else { return }
    let values = fixture.finite
    let floats = fixture.values.filter(\.isFinite)
    let edges = RefereeHistogram.edges(
      lower: values.min() ?? 0, upper: values.max() ?? 0, count: 2048)
    let counts = RefereeHistogram.counts(values, edges: edges)
    let masses = counts.map(Double.init)
    let centers = RefereeHistogram.centers(edges)
    var differing: Set<String> = []
    for (name, golden) in try ReferenceGolden(fixture).records {
      guard let kl = golden.klLevelExpanded, let js = golden.js, let exact = golden.exact
      else { continue }
      // The golden's own arithmetic first: the referee must know what the golden means.
      let exactKL = RefereeHistogram.kullbackLeibler(
        masses, RefereeHistogram.spread(counts, codes: centers.map { exact.code($0) }))
      #expect(abs(exactKL - kl) <= Tolerance.divergence, "referee, KL of \(name)")
      let exactCounts = landed(values.map { exact.code($0) }, edges) { exact.level($0) }
      let exactJS = RefereeHistogram.jensenShannon(masses, exactCounts)
      expect(exactJS, js.isNaN ? nil : js, "referee, JS of \(name)")

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
      let expectedKL = RefereeHistogram.kullbackLeibler(
        masses, RefereeHistogram.spread(counts, codes: codes))
      #expect(abs(found.klInNats - expectedKL) <= Tolerance.divergence, "KL of \(name)")
      let foundCounts = landed(referee.codes(of: floats), edges) {
        Double(referee.encoding.level($0))
      }
      expect(
        found.jsInNats, RefereeHistogram.jensenShannon(masses, foundCounts), "JS of \(name)")
      if foundCounts == exactCounts {
        expect(found.jsInNats, js.isNaN ? nil : js, "JS of \(name)")
      } else {
        differing.insert(name)
      }
    }
    #expect(differing == Self.differingJensenShannon[fixture.id] ?? [])
  }

  private func expect(_ found: Double?, _ expected: Double?, _ what: String) {
    let isEqual =
      switch (found, expected) {
      case (let found?, let expected?): abs(found - expected) <= Tolerance.divergence
      default: found == nil && expected == nil
      }
    #expect(isEqual, "\(what): \(found as Any) \(expected as Any)")
  }

  /// The histogram of the levels of some codes.
  private func landed(_ codes: [Int], _ edges: [Double], level: (Int) -> Double) -> [Double] {
    var histogram = [Double](repeating: 0, count: edges.count - 1)
    let first = codes.min() ?? 0
    var counts = [Int](repeating: 0, count: (codes.max() ?? 0) - first + 1)
    var index = 0
    while index < codes.count {
      counts[codes[index] - first] += 1
      index += 1
    }
    for (place, count) in counts.enumerated() where count > 0 {
      if let bin = RefereeHistogram.bin(of: level(place + first), edges: edges) {
        histogram[bin] += Double(count)
      }
    }
    return histogram
  }
}
