import TestSupport
import Testing

@testable import QuantizationEngine

@Suite struct SketchBoundsTests {
  /// Ranges, as shares of the tensor's own, and bit widths that cut bins in many places.
  private static let settings: [(bits: Int, lower: Double, upper: Double)] = [
    (8, 1, 1), (2, 0.4, 0.7), (5, 0.9, 0.2), (11, 0.6, 0.6),
  ]

  private func check(
    _ tensor: SketchCase, staircase: Staircase, exact: TensorDistribution,
    sketched: TensorDistribution, _ name: String
  ) throws {
    let error = sketched.error(
      on: [staircase], reference: DivergenceReference(sketched, binCount: 96))
    let bounds = try #require(error.bounds)
    let truth = exact.error(on: [staircase], reference: DivergenceReference(exact, binCount: 96))
    expectWithin(bounds, truth, "\(tensor), \(name)")
    // What is shown is within its own bounds too, but for the rounding of adding up two parts.
    let shown = try #require(error.meanSquaredError)
    let range = try #require(bounds.meanSquaredError)
    #expect(
      shown >= range.lowerBound * (1 - 0x1p-50) && shown <= range.upperBound * (1 + 0x1p-50),
      "\(tensor), \(name)")
  }

  @Test("every exact metric is within its bounds", arguments: SketchCase.all)
  func bounds(_ tensor: SketchCase) throws {
    let exact = tensor.exact
    let sketched = TensorDistribution(tensor.sketch)
    #expect(sketched.exactness == .bounded)
    #expect(sketched.count == exact.count)
    #expect(sketched.bounds == exact.bounds)
    let range = try #require(exact.bounds)
    for (bits, lower, upper) in Self.settings {
      let scheme = try Scheme(bitWidth: bits)
      // Ends that are shares of the range keep thresholds off the bins' own ends.
      let width = range.upperBound - range.lowerBound
      let middle = range.lowerBound + width / 2
      let asked = ClippingRange(
        lower: middle - width / 2 * lower, upper: middle + width / 2 * upper)
      guard let encoding = try? scheme.encoding(for: asked) else { continue }
      try check(
        tensor, staircase: AffineQuantizer(encoding: encoding).staircase, exact: exact,
        sketched: sketched, "\(bits) bits")
    }
  }

  @Test("levels and thresholds among the values of a bin", arguments: SketchCase.all)
  func staircases(_ tensor: SketchCase) throws {
    var random = SplitMix64(seed: 5)
    let exact = tensor.exact
    let sketched = TensorDistribution(tensor.sketch)
    let values = tensor.values.map { Float($0) }
    for turn in 0..<6 {
      // Some values of the tensor as levels, so that values are exactly on levels and thresholds.
      let levels = Set(
        (0..<(turn * 3 + 2)).map { _ in values[Int(random.next() % UInt64(values.count))] + 0 }
      )
      .sorted()
      try check(
        tensor, staircase: Staircase(nearest: levels) { _ in turn.isMultiple(of: 2) ? .up : .down },
        exact: exact, sketched: sketched, "\(levels.count) levels among the values")
      // Thresholds at values, and levels that are not the nearest.
      let odd = Staircase(
        levels: levels, guess: { levels[$0] },
        index: { value in max(levels.count { $0 <= value } - 1, 0) })
      try check(
        tensor, staircase: odd, exact: exact, sketched: sketched, "\(levels.count) floors")
    }
  }

  @Test("ranks and values are within their bounds", arguments: SketchCase.all)
  func ranks(_ tensor: SketchCase) throws {
    let exact = tensor.exact.blocks[0]
    let line = SketchedDistribution(tensor.sketch)
    var random = SplitMix64(seed: 6)
    let some = (0..<60).map { _ in tensor.values[Int(random.next() % UInt64(tensor.values.count))] }
    let edges = (some + some.map(\.nextUp) + some.map { $0 * 1.0001 } + [0]).sorted()
    for (bounds, (rank, estimate)) in zip(
      line.rankBounds(below: edges), zip(exact.ranks(below: edges), line.ranks(below: edges)))
    {
      #expect(bounds.contains(rank), "\(tensor)")
      #expect(bounds.contains(estimate), "\(tensor)")
    }
    #expect(zip(line.ranks(below: edges), line.ranks(below: edges).dropFirst()).allSatisfy(<=))
    let values = (0..<line.count).map(line.value(atRank:))
    #expect(zip(values, values.dropFirst()).allSatisfy(<=), "\(tensor)")
    let thresholds = edges.map { Float($0) }
    for (bounds, rank) in zip(
      line.rankBounds(belowRounding: thresholds), exact.ranks(belowRounding: thresholds))
    {
      #expect(bounds.contains(rank), "\(tensor)")
    }
    for rank in stride(from: 0, to: line.count, by: max(line.count / 50, 1)) {
      #expect(
        line.valueBounds(atRank: rank).contains(exact.value(atRank: rank)), "\(tensor), \(rank)")
    }
  }

  @Test("real tensors at 8 bits are bounded to a thousandth", arguments: Fixture.real)
  func real(_ fixture: Fixture) throws {
    let exact = try fixture.distribution
    let sketched = TensorDistribution(TensorSketch(fixture.values))
    let bounds = try #require(exact.bounds)
    let encoding = try Scheme.standard.encoding(
      for: ClippingRange(lower: bounds.lowerBound, upper: bounds.upperBound))
    let staircase = AffineQuantizer(encoding: encoding).staircase
    let truth = exact.error(on: [staircase], reference: DivergenceReference(exact))
    let error = sketched.error(on: [staircase], reference: DivergenceReference(sketched))
    let range = try #require(error.bounds)
    expectWithin(range, truth, "\(fixture)")
    let mse = try #require(truth.meanSquaredError)
    #expect(range.meanSquaredErrorBound <= 1e-3 * mse, "\(fixture)")
  }

  @Test("channels are bounded together")
  func channels() throws {
    let cases = Array(SketchCase.all.prefix(5))
    let count = cases.map(\.values.count).min() ?? 0
    let parts = cases.map { Array($0.values.prefix(count)).map { Float($0) } }
    let layout = try BlockLayout(
      shape: [parts.count, count], granularity: .perChannel(axis: 0))
    let exact = TensorDistribution(parts.flatMap(\.self), layout: layout)
    let sketched = TensorDistribution(parts.map { TensorSketch($0) }, layout: layout)
    let staircases = try exact.blocks.map { block in
      let bounds = try #require(block.bounds)
      let encoding = try Scheme(bitWidth: 6).encoding(
        for: ClippingRange(lower: bounds.lowerBound * 0.9, upper: bounds.upperBound * 0.9))
      return AffineQuantizer(encoding: encoding).staircase
    }
    let error = sketched.error(on: staircases, reference: DivergenceReference(sketched))
    expectWithin(
      try #require(error.bounds),
      exact.error(on: staircases, reference: DivergenceReference(exact)), "five channels")
  }

  @Test("blocks of a stream are sketched apart, whatever their runs")
  func blocks() throws {
    var random = SplitMix64(seed: 8)
    let values = (0..<120).map { _ in Float(random.nextNormal()) }
    let stream = ElementStream(.float32, bits: values.map(\.bitPattern))
    for granularity in [
      Granularity.perTensor, .perChannel(axis: 0), .perChannel(axis: 1), .perChannel(axis: 2),
      .perGroup(axis: 0, size: 2),
    ] {
      let layout = try BlockLayout(shape: [3, 5, 8], granularity: granularity)
      guard layout.blockCount <= TensorDistribution.largestSketchedBlockCount else {
        #expect(throws: SketchError.self) { try TensorDistribution.checkSketching(layout) }
        continue
      }
      let sketched = try TensorDistribution(sketching: stream, layout: layout)
      let exact = TensorDistribution(values, layout: layout)
      #expect(sketched.blocks.map(\.count) == exact.blocks.map(\.count))
      #expect(sketched.blocks.map(\.bounds) == exact.blocks.map(\.bounds))
    }
  }
}
