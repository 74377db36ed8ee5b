import TestSupport
import Testing

@testable import QuantizationEngine

/// Many small blocks, gone through value by value, against their staircases on their lines.
@Suite struct ShortBlockTests {
  private static let layouts: [PassCases.Layout] = [
    .init(shape: [40, 67], granularity: .perGroup(axis: 1, size: 32)),
    .init(shape: [64, 30], granularity: .perGroup(axis: 0, size: 16)),
    .init(shape: [9, 111], granularity: .perChannel(axis: 0)),
    .init(shape: [300, 3], granularity: .perGroup(axis: 1, size: 1)),
    // Too long for a few codes, and alone.
    .init(shape: [3, 1000], granularity: .perChannel(axis: 0)),
    .init(shape: [50], granularity: .perTensor),
  ]

  @Test(
    "counts and divergences bit for bit, the rest to 1e-12", arguments: Self.layouts,
    [PassCases.Values.normal, .ties, .deadBlocks, .subnormal, .constant, .nothing])
  func staircases(_ layout: PassCases.Layout, _ kind: PassCases.Values) throws {
    var random = SplitMix64(seed: 111)
    let layout = try layout.layout
    let values = kind.values(layout.elementCount, &random)
    for arithmetic in [
      QuantizationArithmetic(), .init(scaling: .multiplyByInverse), .init(rounding: .halfAway),
    ] {
      for bits in [2, 4, 8] {
        let scheme = try Scheme(bitWidth: bits, arithmetic: arithmetic)
        for tensor in [
          TensorDistribution(values, layout: layout),
          TensorDistribution(values.map { Double($0) * 1.000_000_1 }, layout: layout),
        ] {
          try expectSame(tensor, scheme: scheme, share: 1, "seed 111, \(scheme.name)")
          try expectSame(tensor, scheme: scheme, share: 0.6, "clipped, \(scheme.name)")
        }
      }
    }
  }

  private func expectSame(
    _ tensor: TensorDistribution, scheme: Scheme, share: Double, _ context: String
  ) throws {
    let quantizers = try scheme.quantizers(
      for: tensor.blocks.map { block in
        let bounds = block.bounds ?? 0...0
        return ClippingRange(lower: bounds.lowerBound * share, upper: bounds.upperBound * share)
      })
    let reference = DivergenceReference(tensor)
    let found = tensor.error(under: quantizers, reference: reference)
    let expected = tensor.error(on: quantizers.map(\.staircase), reference: reference)
    // A value within an ulp of the real sums may be cancelled to nothing on the line.
    let failures = differences(found.sums, expected.sums)
    #expect(failures.isEmpty, "\(context): \(failures)")
    #expect(found.sums.levelCounts == expected.sums.levelCounts, "\(context)")
    #expect(found.divergence == expected.divergence, "\(context)")
    #expect(tensor.error(under: quantizers).divergence == nil)
    // Blocks that lie in one place are gone through as those are that do not.
    let apart = TensorDistribution(
      blocks: tensor.blocks, layout: tensor.layout, excluded: tensor.excluded,
      exactness: tensor.exactness)
    #expect(tensor.lines != nil && apart.lines == nil)
    #expect(apart.error(under: quantizers, reference: reference) == found, "\(context)")
    try expectSameOfEach(tensor, quantizers, context)
  }

  /// One block after another: every third has no quantizer.
  private func expectSameOfEach(
    _ tensor: TensorDistribution, _ quantizers: [AffineQuantizer], _ context: String
  ) throws {
    let errors = try tensor.errorOfEachBlock(monitor: .none) { block in
      block % 3 == 2 ? nil : quantizers[block]
    } _: { sums, _ in
      sums
    }
    #expect(errors.count == tensor.blocks.count)
    for (block, error) in errors.enumerated() {
      guard let error else {
        #expect(block % 3 == 2)
        continue
      }
      let expected = ErrorSums(of: tensor.blocks[block], on: quantizers[block].staircase)
      let failures = differences(error, expected)
      #expect(failures.isEmpty && block % 3 != 2, "block \(block), \(context): \(failures)")
    }
    let never = ProgressMonitor(isCancelled: { true }, report: { _ in })
    #expect(throws: CancellationError.self) {
      try tensor.errorOfEachBlock(monitor: never) {
        quantizers[$0]
      } _: { sums, _ in
        sums.count
      }
    }
  }

  @Test("the bins of a few values are those of their histogram", arguments: [7, 300, 2048])
  func occupied(_ binCount: Int) throws {
    var random = SplitMix64(seed: 112)
    for count in [0, 1, 2, 40, 400] {
      let values = (0..<count).map { _ in Float(random.nextNormal()) }
      let distribution = SortedDistribution(values + values.prefix(3))
      let bins = Bins(over: -7...7, count: binCount)
      var counts = [Int](repeating: 0, count: binCount)
      var last = -1
      distribution.withNumbers { numbers in
        bins.forEachBin(of: numbers) { bin, count, _ in
          #expect(bin > last && count > 0, "seed 112")
          last = bin
          counts[bin] += count
        }
      } float64: { _ in
      }
      #expect(counts == distribution.histogram(over: bins).counts, "seed 112, \(count) values")
      let table = BinTable(bins)
      var tabled = [Int](repeating: 0, count: binCount)
      var (previous, ranks) = (-1, 0)
      distribution.withNumbers { numbers in
        table.forEachValue(of: numbers) { rank, bin in
          #expect(bin >= previous && rank == ranks, "seed 112")
          (previous, ranks) = (bin, ranks + 1)
          tabled[bin] += 1
        }
      } float64: { _ in
      }
      #expect(tabled == counts, "seed 112, \(count) values")
      #expect(table.centers == (0..<binCount).map { bins.levelCenter($0) })
    }
  }
}
