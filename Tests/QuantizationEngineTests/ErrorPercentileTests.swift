import TestSupport
import Testing

@testable import QuantizationEngine

/// Percentiles of |e| against a list of all of them.
@Suite struct ErrorPercentileTests {
  private static let percents = [0, 50, 90, 99, 99.9, 100]

  private func expect(
    _ tensor: TensorDistribution, values: [Double], under quantizers: [AffineQuantizer],
    blockOf: (Int) -> Int, _ context: String
  ) {
    let magnitudes = values.indices.filter { Float(values[$0]).isFinite }.map { index in
      let quantizer = quantizers[blockOf(index)]
      return (values[index] - Double(quantizer.fakeQuantize(Float(values[index])))).magnitude
    }.sorted()
    let expected =
      magnitudes.isEmpty
      ? nil
      : Self.percents.map { percent -> Double in
        let value = RefereeHistogram.percentile(percent, ofAscending: magnitudes)
        // Between two infinities there is no line.
        return value.isNaN ? .infinity : value
      }
    #expect(
      tensor.absoluteErrorPercentiles(Self.percents, under: quantizers) == expected, "\(context)")
  }

  @Test("of every fixture, to the last bit", arguments: Fixture.all)
  func fixtures(_ fixture: Fixture) throws {
    let tensor = try fixture.distribution
    let bounds = tensor.bounds ?? 0...0
    for (bits, share) in [(2, 1.0), (8, 1), (8, 0.3), (4, 1.5)] {
      let scheme = try Scheme(bitWidth: bits)
      let range = ClippingRange(
        lower: bounds.lowerBound * share, upper: bounds.upperBound * share)
      guard let encoding = try? scheme.encoding(for: range) else { continue }
      expect(
        tensor, values: fixture.values.map(Double.init),
        under: [AffineQuantizer(encoding: encoding)], blockOf: { _ in 0 },
        "\(fixture.id), \(bits) bits, \(share)")
    }
  }

  @Test("of groups, by searches and digit by digit", arguments: [40, 9000])
  func groups(_ rows: Int) throws {
    var random = SplitMix64(seed: 31)
    let layout = try BlockLayout(shape: [rows, 32], granularity: .perGroup(axis: 1, size: 32))
    let values = (0..<rows * 32).map { _ in Double(random.nextNormal()) }
    for tensor in [
      TensorDistribution(values, layout: layout),
      TensorDistribution(values.map { Float($0) }, layout: layout),
    ] {
      let quantizers = try Scheme(bitWidth: 4).quantizers(
        for: tensor.blocks.map { block in
          let bounds = block.bounds ?? 0...0
          return ClippingRange(lower: bounds.lowerBound * 0.8, upper: bounds.upperBound)
        })
      let isWide =
        tensor.blocks[0].value(atRank: 0) != Double(Float(tensor.blocks[0].value(atRank: 0)))
      expect(
        tensor, values: isWide ? values : values.map { Double(Float($0)) }, under: quantizers,
        blockOf: { $0 / 32 }, "seed 31, \(rows) groups")
    }
  }

  @Test(
    "listed early, late or never, the magnitudes are those of a list of all",
    arguments: [
      QuantizationArithmetic(), .init(scaling: .multiplyByInverse), .init(rounding: .halfAway),
      .init(scaling: .multiplyByInverse, precision: .storedInverse), .init(rounding: .halfUp),
    ])
  func digits(_ arithmetic: QuantizationArithmetic) throws {
    var random = SplitMix64(seed: 33)
    // Blocks of any length; one whose scale is 0, and one of which many errors are equal.
    let blocks = (0..<300).map { turn -> SortedDistribution in
      let values = (0..<1 + turn % 37).map { _ in
        turn == 7 ? (random.nextNormal() * 4).rounded() / 4 : random.nextNormal()
      }
      return turn.isMultiple(of: 2)
        ? SortedDistribution(values) : SortedDistribution(values.map { Float($0) })
    }
    let kept = try blocks.enumerated().map { place, block in
      let encoding = try AffineEncoding(
        orOfZeros: place == 5 ? 0 : 0.25, zeroPoint: 0, quantMin: -8, quantMax: 7)
      return (
        block: block, quantizer: AffineQuantizer(encoding: encoding, arithmetic: arithmetic)
      )
    }
    let expected = kept.flatMap { block, quantizer in
      (0..<block.count).map { rank in
        let value = block.value(atRank: rank)
        return (value - Double(quantizer.fakeQuantize(Float(value)))).magnitude
      }
    }.sorted()
    let ranks = [0, 1, 2, 17, 500, 501, expected.count / 2, expected.count - 2, expected.count - 1]
    for mostListed in [0, 3, 40, 1 << 20] {
      let digits = ErrorDigits(kept, mostListed: mostListed)
      #expect(digits.count == expected.count)
      #expect(
        digits.magnitudes(atRanks: ranks) == ranks.map { expected[$0] }, "\(mostListed) listed")
    }
  }

  @Test("counted values, equal errors, and large tensors")
  func ties() throws {
    let scheme = try Scheme(bitWidth: 3)
    let encoding = try scheme.encoding(for: ClippingRange(lower: 0, upper: 7))
    let quantizer = AffineQuantizer(encoding: encoding)
    // Every value is a quarter above its level.
    let values = (0..<20_000).map { Double($0 % 7) + 0.25 }
    let layout = try BlockLayout(shape: [values.count], granularity: .perTensor)
    expect(
      TensorDistribution(values, layout: layout), values: values, under: [quantizer],
      blockOf: { _ in 0 }, "equal errors")
    let counted = TensorDistribution(
      blocks: [
        CountedDistribution((0..<700).map { (value: Float($0) / 100, count: 31 + $0 % 5) })
      ], layout: try BlockLayout(shape: [700], granularity: .perTensor),
      excluded: NonFiniteCounts(), exactness: .exact)
    let listed = (0..<700).flatMap {
      [Double](repeating: Double(Float($0) / 100), count: 31 + $0 % 5)
    }
    expect(counted, values: listed, under: [quantizer], blockOf: { _ in 0 }, "counted")
    var random = SplitMix64(seed: 32)
    let many = (0..<200_000).map { _ in Double(Float(random.nextNormal() * 2 + 3)) }
    expect(
      TensorDistribution(
        many, layout: try BlockLayout(shape: [many.count], granularity: .perTensor)),
      values: many, under: [quantizer], blockOf: { _ in 0 }, "seed 32")
  }

  @Test("levels that overflow float32 make infinite errors")
  func overflow() throws {
    let encoding = try AffineEncoding(scale: 0x1p126, zeroPoint: 0, quantMin: 0, quantMax: 15)
    let values = (0..<100).map { Double(Float.greatestFiniteMagnitude) * Double($0) / 99 }
    let layout = try BlockLayout(shape: [100], granularity: .perTensor)
    let quantizer = AffineQuantizer(encoding: encoding)
    expect(
      TensorDistribution(values, layout: layout), values: values, under: [quantizer],
      blockOf: { _ in 0 }, "overflow")
  }
}
