import Foundation
import QuantizationEngine
import TestSupport
import Testing

/// Ranks, bins, histograms, percentiles and errors by value, against counting one by one.
@Suite struct DistributionTests {
  static let tensors = [
    "adv_neg_zero", "adv_single", "adv_two_values", "adv_ties_pow2", "adv_huge_outlier",
    "adv_denormal", "adv_range_1e38", "adv_inf", "adv_const_pos", "adv_zeros", "adv_studentt3",
    "adv_f16_wide", "crepe_bn_var", "adv_overflow_range",
  ]

  @Test("ranks count the values below any bounds, infinite ones too", arguments: tensors)
  func ranks(_ name: String) throws {
    let fixture = Fixture.named(name)
    let values = fixture.finite
    var random = SplitMix64(seed: 21)
    let bounds = (0..<200).map { _ in Double(random.nextFiniteFloat()) }
    let inside = values.prefix(100).flatMap { [$0.nextDown, $0, $0.nextUp] }
    let edges = (bounds + inside + [-.infinity, .infinity, 0, 0]).sorted()
    let thresholds = edges.map { Float($0) }.sorted()
    let layout = try fixture.perTensor
    for tensor in [
      TensorDistribution(fixture.values, layout: layout),
      TensorDistribution(fixture.values.map(Double.init), layout: layout),
    ] {
      let distribution = tensor.blocks[0]
      expectSame(
        distribution.ranks(below: edges), edges.map { edge in values.count { $0 < edge } }, "ranks")
      expectSame(
        distribution.ranks(belowRounding: thresholds),
        thresholds.map { threshold in values.count { Float($0) < threshold } }, "rounded ranks")
      for edge in edges.prefix(40) {
        #expect(distribution.rank(through: edge) == values.count { $0 <= edge })
      }
      #expect(distribution.ranks(below: []).isEmpty)
      #expect(distribution.moments(below: []).isEmpty)
    }
  }

  @Test("float64 values are compared with thresholds by their float32 rounding")
  func rounding() throws {
    let values = [1, 1 + 0x1p-25, 1 + 0x1p-24, (1 + 0x1p-24).nextUp, 1 + 0x1p-23]
    let layout = try BlockLayout(shape: [5], granularity: .perTensor)
    let distribution = TensorDistribution(values, layout: layout).blocks[0]
    // 1 + 2⁻²⁴ is halfway and goes to the even 1.
    #expect(distribution.ranks(belowRounding: [1, Float(1).nextUp, 2]) == [0, 3, 5])
    #expect(distribution.ranks(below: [1, 1 + 0x1p-24, 2]) == [0, 2, 5])
  }

  @Test("bins have NumPy's edges, and each value is in the bin of the last edge not above it")
  func bins() {
    var random = SplitMix64(seed: 22)
    for turn in 0..<200 {
      let size = Double(
        sign: .plus, exponent: Int.random(in: -100...100, using: &random), significand: 1)
      let first = random.nextNormal() * size
      let second = turn % 10 == 0 ? first : random.nextNormal() * size
      let count = [1, 2, 3, 7, 64, 100, 2048][turn % 7]
      let window = min(first, second)...max(first, second)
      let bins = Bins(over: window, count: count)
      #expect(bins.count == count)
      // A window of no width is widened: by ½ as NumPy does, by ulps where ½ would be lost.
      guard first != second else {
        #expect(bins.lower < first && bins.upper > first)
        #expect(bins.index(of: first) != nil)
        continue
      }
      let edges = RefereeHistogram.edges(
        lower: window.lowerBound, upper: window.upperBound, count: count)
      expectSame((0...count).map { bins.edge($0) }, edges, "edges of \(window)")
      expectSame(
        (0..<count).map { bins.center($0) }, RefereeHistogram.centers(edges), "centres of \(window)"
      )
      #expect(bins.window == window)
      let values =
        edges.flatMap { [$0.nextDown, $0, $0.nextUp] }
        + (0..<50).map { _ in first + (second - first) * (random.nextUnit() * 1.2 - 0.1) }
      let wrong = values.filter {
        bins.index(of: $0) != RefereeHistogram.bin(of: $0, edges: edges)
      }
      #expect(wrong.isEmpty, "seed 22, \(window), \(count) bins: \(wrong.prefix(3))")
    }
    #expect(Bins(over: 3...3, count: 4).window == 2.5...3.5)
    #expect(Bins(over: 0...1, count: 4).index(of: .nan) == nil)
    #expect(Bins(over: 0...1, count: 4).index(of: .infinity) == nil)
    #expect(Bins(over: 1e18...1e18, count: 2048).width > 0)
  }

  @Test("the histogram of any window at any number of bins", arguments: tensors)
  func histograms(_ name: String) throws {
    let fixture = Fixture.named(name)
    let tensor = try fixture.distribution
    let values = fixture.finite
    let bounds = tensor.bounds ?? 0...1
    let width = bounds.upperBound - bounds.lowerBound
    for window in [
      bounds, bounds.lowerBound + width / 3...bounds.upperBound - width / 4,
      bounds.lowerBound - width / 8...bounds.upperBound + width / 8,
      bounds.upperBound + width...bounds.upperBound + 2 * width,
    ] {
      for count in [1, 3, 96, 2048] {
        let bins = Bins(over: window, count: count)
        let edges = (0...count).map { bins.edge($0) }
        let histogram = tensor.histogram(over: bins)
        expectSame(
          histogram.counts, RefereeHistogram.counts(values, edges: edges), "\(window)")
        #expect(histogram.below == values.count { $0 < bins.lower })
        #expect(histogram.above == values.count { $0 > bins.upper })
      }
    }
  }

  @Test("where values land, and how much squared error each bin holds", arguments: tensors)
  func byValue(_ name: String) throws {
    let fixture = Fixture.named(name)
    let distribution = try fixture.distribution.blocks[0]
    let finite = fixture.values.filter(\.isFinite)
    let bounds = distribution.bounds ?? 0...1
    let half = ClippingRange(lower: bounds.lowerBound / 2, upper: bounds.upperBound / 2)
    let bitWidths = [2, 6, 8]
    for bits in bitWidths {
      let encoding = try Scheme(bitWidth: bits).encoding(for: half)
      let quantizer = AffineQuantizer(encoding: encoding)
      let referee = RefereeQuantizer(RefereeEncoding(encoding))
      let levels = finite.map { Double(referee.encoding.level(referee.code(of: $0))) }
      let width = bounds.upperBound - bounds.lowerBound
      for window in [bounds, bounds.lowerBound + width / 3...bounds.upperBound - width / 3] {
        for count in [1, 50, 96] {
          let bins = Bins(over: window, count: count)
          let edges = (0...count).map { bins.edge($0) }
          let staircase = quantizer.staircase
          let errorSums = ErrorSums(of: distribution, on: staircase)
          let landed = staircase.quantizedHistogram(of: errorSums, over: bins)
          expectSame(
            landed.counts, RefereeHistogram.counts(levels, edges: edges), "\(bits) bits, \(window)")
          #expect(landed.below == levels.count { $0 < bins.lower })
          #expect(landed.above == levels.count { $0 > bins.upper })
          var sums = Array(repeating: CompensatedSum(), count: count)
          var squares = CompensatedSum()
          for (value, level) in zip(finite.map(Double.init), levels) {
            squares.add(value * value)
            guard let bin = RefereeHistogram.bin(of: value, edges: edges) else { continue }
            sums[bin].add((value - level) * (value - level))
          }
          let found = staircase.squaredError(
            of: distribution, sums: errorSums, over: bins)
          let floor = Tolerance.cancellation * squares.value
          let wrong = zip(found, sums.map(\.value)).filter {
            abs($0 - $1) > Tolerance.meanSquaredError8Bits * $1 + floor
          }
          #expect(wrong.isEmpty, "\(bits) bits, \(window), \(count) bins: \(wrong.prefix(3))")
        }
      }
    }
  }

  @Test("percentiles interpolate between neighbours and never leave the bounds", arguments: tensors)
  func percentiles(_ name: String) throws {
    let fixture = Fixture.named(name)
    let distribution = try fixture.distribution.blocks[0]
    let ascending = fixture.finite.sorted()
    var random = SplitMix64(seed: 23)
    var percents =
      [0, 100, 50, 99.99, 0.01, 1e-300, 100.nextDown]
      + (0..<200).map { _ in random.nextUnit() * 100 }
    percents.sort()
    let found = percents.map { distribution.percentile($0) ?? .nan }
    expectSame(
      found, percents.map { RefereeHistogram.percentile($0, ofAscending: ascending) }, "seed 23")
    #expect(found.first == ascending.first && found.last == ascending.last)
    #expect(distribution.percentile(0) == ascending.first)
  }

  @Test(
    "an empty tensor has no bounds, no percentile and an empty histogram",
    arguments: ["adv_empty", "adv_empty2d"])
  func empty(_ name: String) throws {
    let tensor = try Fixture.named(name).distribution
    #expect(tensor.count == 0 && tensor.bounds == nil && tensor.excluded.total == 0)
    #expect(tensor.blocks.count == 1)
    #expect(tensor.blocks[0].percentile(50) == nil)
    #expect(DivergenceReference(tensor) == nil)
    let bins = Bins(over: 0...1, count: 3)
    #expect(tensor.histogram(over: bins) == Histogram(bins: bins, counts: [0, 0, 0]))
    #expect(tensor.blocks[0].ranks(below: [-1, .infinity]) == [0, 0])
    let staircase = Staircase(nearest: [0, 1])
    let error = tensor.error(on: [staircase])
    let strip = staircase.squaredError(of: tensor.blocks[0], sums: error.sums, over: bins)
    #expect(strip == [0, 0, 0])
    #expect(error.codesUsed == 0 && error.codeEntropyInBits == nil)
    #expect(error.meanSquaredError == nil && error.cosineSimilarity == nil)
  }

  @Test("Moments count, add and subtract as collections do")
  func moments() {
    let first = Moments(of: [1, 2, 3.5])
    let second = Moments(of: [-4, 0.1])
    let both = first + second
    #expect(both.count == 5)
    #expect(both.total == 2.6 && abs(both.totalOfSquares - 33.26) < 1e-14)
    #expect((both - second).total == first.total && (both - second).count == 3)
    #expect(first.squaredDeviation(from: 2) == 1 + 0 + 2.25)
    #expect(first.deviation(from: 2) == 0.5)
    #expect(Moments.zero.squaredDeviation(from: .infinity) == 0)
    #expect(Moments.zero.deviation(from: 3) == 0)
    #expect(first.squaredDeviation(from: .infinity) == .infinity)
    #expect(first.squaredDeviation(from: -.infinity) == .infinity)
    #expect(first.deviation(from: .infinity) == -.infinity)
    #expect(first.deviation(from: -.infinity) == .infinity)
  }
}
