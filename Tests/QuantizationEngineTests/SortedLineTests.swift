import TestSupport
import Testing

@testable import QuantizationEngine

/// Ranks and moments of a line that begins anywhere in a storage, against counting and adding.
@Suite struct SortedLineTests {
  /// About one run of sums, about two, about many.
  static let lengths = [1, 2, 62, 63, 64, 65, 66, 127, 128, 129, 192, 400]

  private static func values(_ count: Int) -> [Float] {
    var random = SplitMix64(seed: 61)
    return (0..<count).map { index in
      switch index % 5 {
      case 0: Float(Int(random.next() % 7)) - 3
      case 1: random.next() % 2 == 0 ? 0 : -0.0
      case 2: Float(bitPattern: UInt32(truncatingIfNeeded: random.next()) & 0x8000_00FF)
      default: Float(random.nextNormal())
      }
    }
  }

  /// The second of three channels of the given length: it begins within somebody's run.
  private func lines(_ length: Int) throws -> [(any Distribution, [Double])] {
    let values = Self.values(3 * length)
    let layout = try BlockLayout(shape: [3, length], granularity: .perChannel(axis: 0))
    let tensors = [
      TensorDistribution(values, layout: layout),
      TensorDistribution(values.map(Double.init), layout: layout),
    ]
    let members = values[length..<2 * length].map(Double.init).sorted()
    return tensors.map { ($0.blocks[1], members) }
  }

  @Test("ranks are what a look at every value counts", arguments: lengths)
  func ranks(_ length: Int) throws {
    for (line, values) in try lines(length) {
      var edges = values.flatMap { [$0, Double(Float($0).nextDown), Double(Float($0).nextUp)] }
      edges += [-.infinity, .infinity, 0, -0.0, 1e30, -1e30]
      edges.sort()
      // All together, and some alone: a batch goes on from the answer before.
      let alone = stride(from: 3, to: edges.count, by: 17).map { [edges[$0]] }
      for some in [edges] + alone {
        #expect(line.ranks(below: some) == some.map { edge in values.count { $0 < edge } })
        let thresholds = some.map { Float($0) }
        #expect(
          line.ranks(belowRounding: thresholds)
            == thresholds.map { edge in values.count { Float($0) < edge } })
      }
    }
  }

  @Test(
    "moments are what a look at every value adds up, however far apart the ranks",
    arguments: lengths)
  func moments(_ length: Int) throws {
    for (line, values) in try lines(length) {
      for step in [1, 2, 31, 33, 64, 65, 129] {
        let ranks = Array(stride(from: 0, through: length, by: step)) + [length, length]
        for (rank, found) in zip(ranks, line.moments(below: ranks)) {
          let part = values[..<rank]
          let squares = CompensatedSum(part.map { $0 * $0 }).value
          let magnitude = CompensatedSum(part.map(\.magnitude)).value
          #expect(found.count == rank)
          #expect(abs(found.total - CompensatedSum(Array(part)).value) <= 0x1p-51 * magnitude)
          // What is taken away from the end of a run leaves 2⁻¹⁰⁰ of the whole behind.
          #expect(abs(found.totalOfSquares - squares) <= 0x1p-51 * squares + 0x1p-90)
        }
      }
    }
  }
}
