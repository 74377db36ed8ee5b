import QuantizationEngine
import TestSupport
import Testing

/// Staircases that are not affine, through the same evaluation as those that are.
@Suite struct StaircaseTests {
  @Test("E4M3 has 253 levels, each its own, and its thresholds are those of the cast")
  func float8Levels() {
    let staircase = Staircase.float8E4M3()
    #expect(staircase.levels.count == 253)
    expectSame(Array(staircase.levels[126...]), Float8Table.magnitudes, "levels")
    expectSame(staircase.levels.reversed().map { -$0 }, staircase.levels, "mirrored levels")
    for level in staircase.levels {
      #expect(staircase.level(of: level) == level)
      #expect(RefereeFloat8.cast(level) == level)
    }
    for threshold in staircase.thresholds {
      for ulps in -2...2 {
        let value = threshold.moved(byUlps: ulps)
        #expect(staircase.level(of: value) == RefereeFloat8.cast(value), "\(value)")
      }
    }
    for (value, expected) in [
      (Float.infinity, Float(448)), (-.infinity, -448), (464, 448), (480, 448), (1e38, 448),
      (0x1p-10, 0), (Float(0x1p-10).nextUp, 0x1p-9), (-0.0, 0), (.leastNonzeroMagnitude, 0),
    ] {
      #expect(staircase.level(of: value) == expected)
    }
  }

  @Test("the E4M3 staircase is the cast for every float32 of 16 leading bits and its neighbours")
  func float8Exhaustive() {
    let staircase = Staircase.float8E4M3()
    var wrong: [Float] = []
    for bits in UInt32(0)...0xFFFF {
      let value = Float(bitPattern: bits << 16)
      guard value.isFinite else { continue }
      if staircase.level(of: value) != RefereeFloat8.cast(value)
        || staircase.level(of: value.nextUp) != RefereeFloat8.cast(value.nextUp)
      {
        wrong.append(value)
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  @Test(
    "a scaled E4M3 staircase divides, casts and multiplies in float32",
    arguments: [Float(0.1), 3, 0x1p-20, 1.234e-7, 1e20, 0x1p118])
  func float8Scaled(_ scale: Float) {
    let staircase = Staircase.float8E4M3(scale: scale)
    var random = SplitMix64(seed: 0xF8)
    let values =
      (0..<3000).map { _ in scale * Float(random.nextNormal() * 200) }
      + (0..<1000).map { _ in random.nextFiniteFloat() }
      + staircase.thresholds.flatMap { threshold in (-2...2).map { threshold.moved(byUlps: $0) } }
    let wrong = values.filter { value in
      value.isFinite && staircase.level(of: value) != RefereeFloat8.cast(value / scale) * scale
    }
    #expect(wrong.isEmpty, "seed 0xF8, scale \(scale): \(wrong.prefix(5))")
  }

  @Test(
    "signed powers of two are the nearest level, ties away from zero",
    arguments: [-3...3, -20...0, 5...5, -148...126])
  func powersOfTwo(_ exponents: ClosedRange<Int>) {
    let staircase = Staircase.signedPowersOfTwo(exponents: exponents)
    #expect(staircase.levels.count == 2 * exponents.count + 1)
    var random = SplitMix64(seed: 2)
    let low = Float(sign: .plus, exponent: exponents.lowerBound, significand: 1)
    let values =
      (0..<2000).map { _ in random.nextFiniteFloat() }
      + (0..<1000).map { _ in low * Float(random.nextNormal() * 8) }
      + staircase.thresholds.flatMap { threshold in (-2...2).map { threshold.moved(byUlps: $0) } }
      + [.infinity, -.infinity, 0, -0.0]
    var wrong: [Float] = []
    for value in values {
      // Beyond the ends the end is nearest; between them, the nearest levels are as large as the
      // value, so Double holds both distances exactly.
      let high = Double(staircase.levels[staircase.levels.count - 1])
      let inside = min(max(Double(value), -high), high)
      var best = staircase.levels[0]
      for level in staircase.levels {
        let distance = abs(inside - Double(level))
        let bestDistance = abs(inside - Double(best))
        if distance < bestDistance || (distance == bestDistance && abs(level) > abs(best)) {
          best = level
        }
      }
      if staircase.level(of: value) != best { wrong.append(value) }
    }
    #expect(wrong.isEmpty, "seed 2, \(exponents): \(wrong.prefix(5))")
  }

  @Test("errors of E4M3, scaled E4M3 and powers of two are the referee's", arguments: Fixture.all)
  func errors(_ fixture: Fixture) throws {
    guard fixture.values.count <= 13_100 else { return }
    let finite = fixture.values.filter(\.isFinite)
    let values = finite.map(Double.init)
    let distribution = try fixture.distribution
    let largest = finite.map(abs).max() ?? 0
    let scale = max(largest / 448, .leastNormalMagnitude)
    let exponent = max(min(largest > 0 ? Int(largest.exponent) : 0, 126), -140)
    let staircases: [(Staircase, (Float) -> Float)] = [
      (.float8E4M3(), { RefereeFloat8.cast($0) }),
      (.float8E4M3(scale: scale), { RefereeFloat8.cast($0 / scale) * scale }),
    ]
    for (staircase, level) in staircases {
      let places = Dictionary(
        zip(staircase.levels, staircase.levels.indices), uniquingKeysWith: { first, _ in first })
      let codes = finite.map { places[level($0)] ?? -1 }
      try compare(staircase, codes, values, distribution, fixture.id)
    }
    let powers = Staircase.signedPowersOfTwo(exponents: exponent - 7...exponent)
    let codes = values.map { value in
      var best = 0
      for (index, level) in powers.levels.enumerated() {
        let distance = abs(value - Double(level))
        let bestDistance = abs(value - Double(powers.levels[best]))
        if distance < bestDistance || (distance == bestDistance && level > 0) { best = index }
      }
      return best
    }
    try compare(powers, codes, values, distribution, fixture.id)
  }

  private func compare(
    _ staircase: Staircase, _ codes: [Int], _ values: [Double],
    _ distribution: TensorDistribution, _ name: String
  ) throws {
    let error = distribution.error(on: [staircase])
    guard
      let metrics = RefereeMetrics(
        values, codes: codes, lowest: Double(staircase.levels[0]),
        highest: Double(staircase.levels.last ?? 0), level: { Double(staircase.levels[$0]) })
    else {
      #expect(error.sums.count == 0)
      return
    }
    expectReferee(
      error, metrics, levels: staircase.levels.count, firstCode: 0,
      "\(name) on \(staircase.levels.count) levels")
  }

  @Test("one level takes everything; two levels meet halfway, where ties go as asked")
  func few() throws {
    let one = Staircase(nearest: [3])
    #expect(one.thresholds.isEmpty)
    for value in [Float.nan, -.infinity, 0, .infinity] { #expect(one.level(of: value) == 3) }
    let up = Staircase(nearest: [-1, 2])
    let down = Staircase(nearest: [-1, 2]) { _ in .down }
    #expect(up.thresholds == [0.5])
    #expect(down.thresholds == [Float(0.5).nextUp])
    #expect(up.index(of: 0.5) == 1 && down.index(of: 0.5) == 0)
    #expect(up.index(of: Float(0.5).nextDown) == 0)
    #expect(up.representableRange == ClippingRange(lower: -1, upper: 2))
    // Halfway between neighbouring float32 numbers there is none.
    let near = Staircase(nearest: [1, Float(1).nextUp])
    #expect(near.thresholds == [Float(1).nextUp])
    #expect(near.index(of: 1.0 + 0x1p-24) == 0)
    let values: [Float] = [3, 4, 2]
    let layout = try BlockLayout(shape: [3], granularity: .perTensor)
    let error = TensorDistribution(values, layout: layout).error(on: [one])
    #expect(error.meanSquaredError == 2.0 / 3)
    #expect(error.sums.clippedBelow == 1 && error.sums.clippedAbove == 1)
    #expect(error.roundingMeanSquaredError == 0)
  }

  @Test("levels may be equal, and thresholds infinite, where a function never gets there")
  func unreached() {
    let staircase = Staircase(levels: [0, 0, 1, 2], guess: { _ in 0 }, index: { $0 < 5 ? 0 : 2 })
    #expect(staircase.thresholds == [5, 5, .infinity])
    #expect(staircase.index(of: Float(4.9)) == 0 && staircase.index(of: Float(5)) == 2)
    #expect(staircase.index(of: Float.greatestFiniteMagnitude) == 2)
  }

  @Test(
    "thresholds are found from any guess",
    arguments: [Float(0), 1e38, -1e38, .nan, .infinity, -.infinity, 0.25])
  func guesses(_ guess: Float) {
    let staircase = Staircase(
      levels: [-1, 0, 1], guess: { _ in guess }, index: { $0 < -0.5 ? 0 : $0 < 0.5 ? 1 : 2 })
    #expect(staircase.thresholds == [-0.5, 0.5])
  }
}
