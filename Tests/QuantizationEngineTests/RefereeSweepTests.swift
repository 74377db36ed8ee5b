import QuantizationEngine
import TestSupport
import Testing

/// The engine against the referee: every tensor, every symmetry and signedness, every width.
///
/// Roundings, scaling operations and clipping ranges take turns, so that each meets each tensor.
@Suite struct RefereeSweepTests {
  /// Tensors up to this size go through every scheme of a width, larger ones through one in turn.
  static let largestForEveryScheme = 5000

  /// Ranges about a tensor's own: as it is, half, wider, to one side, tiny, beside all values, none.
  static func ranges(about bounds: ClosedRange<Double>) -> [ClippingRange] {
    let lower = bounds.lowerBound
    let upper = bounds.upperBound
    let width = upper - lower
    return [
      ClippingRange(lower: lower, upper: upper),
      ClippingRange(lower: lower / 2, upper: upper / 2),
      ClippingRange(lower: lower * 1.5, upper: upper * 1.5),
      ClippingRange(lower: lower + width / 3, upper: upper),
      ClippingRange(lower: lower, upper: lower + width / 4),
      ClippingRange(lower: lower / 1000, upper: upper / 700),
      ClippingRange(lower: upper + width, upper: upper + width * 2),
      ClippingRange(lower: 0, upper: 0),
    ].filter {
      $0.lower <= $0.upper && abs($0.lower) < 0x1p127 && abs($0.upper) < 0x1p127
    }
  }

  @Test("codes, levels and every metric are the referee's", arguments: Fixture.all)
  func everyScheme(_ fixture: Fixture) throws {
    let values = fixture.finite
    let finite = fixture.values.filter(\.isFinite)
    let distribution = try fixture.distribution
    let bounds = distribution.bounds ?? -1...1
    let ranges = Self.ranges(about: bounds)
    let place = Fixture.all.firstIndex { $0.id == fixture.id } ?? 0
    var turn = place
    for (width, levelCount) in SchemeCases.levelCounts.enumerated() {
      let isSmall = values.count <= Self.largestForEveryScheme && levelCount <= 1024
      let kinds =
        isSmall
        ? SchemeCases.kinds
        : [SchemeCases.kinds[(place + width) % SchemeCases.kinds.count]]
      for kind in kinds {
        for _ in 0..<(isSmall ? 2 : 1) {
          turn += 1
          let arithmetic = SchemeCases.arithmetics[turn % SchemeCases.arithmetics.count]
          let range = ranges[turn % ranges.count]
          let scheme = try Scheme(
            levelCount: levelCount, symmetry: kind.symmetry, signedness: kind.signedness,
            arithmetic: arithmetic)
          compare(
            scheme, range, all: fixture.values, finite: finite, values: values,
            with: distribution, fixture.id)
        }
      }
    }
  }

  private func compare(
    _ scheme: Scheme, _ range: ClippingRange, all: [Float], finite: [Float], values: [Double],
    with distribution: TensorDistribution, _ name: String
  ) {
    let context = "\(name), \(scheme.name), \(range)"
    let expected = RefereeEncoding(range, scheme: scheme)
    guard let encoding = try? scheme.encoding(for: range) else {
      Issue.record("no encoding: \(context)")
      return
    }
    #expect(RefereeEncoding(encoding) == expected, "\(context)")
    #expect(encoding.scale.bitPattern == expected.scale.bitPattern, "\(context)")
    let referee = RefereeQuantizer(
      expected, rounding: scheme.arithmetic.rounding, scaling: scheme.arithmetic.scaling)
    let quantizer = AffineQuantizer(encoding: encoding, arithmetic: scheme.arithmetic)
    let staircase = quantizer.staircase
    let quantMin = encoding.quantMin
    let codes = referee.codes(of: all)
    expectSame(all.map { quantizer.quantize($0) }, codes, "codes: \(context)")
    expectSame(all.map { staircase.index(of: $0) + quantMin }, codes, "staircase: \(context)")
    let levels = (quantMin...encoding.quantMax).map { expected.level($0) }
    expectSame(
      staircase.levels.map(\.bitPattern), levels.map(\.bitPattern), "levels: \(context)")
    let error = distribution.error(on: [staircase])
    let metrics = RefereeMetrics(
      values, codes: all.count == finite.count ? codes : referee.codes(of: finite),
      encoding: expected)
    guard let metrics else {
      #expect(error.meanSquaredError == nil && error.sums.count == 0, "\(context)")
      return
    }
    expectReferee(
      error, metrics, levels: scheme.levelCount, firstCode: quantMin, context)
  }

  @Test("what is not finite is counted apart", arguments: Fixture.all)
  func excluded(_ fixture: Fixture) throws {
    let distribution = try fixture.distribution
    #expect(distribution.count == fixture.finite.count)
    #expect(distribution.excluded.nan == fixture.values.count { $0.isNaN })
    #expect(distribution.excluded.positiveInfinity == fixture.values.count { $0 == .infinity })
    #expect(distribution.excluded.negativeInfinity == fixture.values.count { $0 == -.infinity })
    #expect(distribution.excluded.total + distribution.count == fixture.values.count)
  }
}
