import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

/// A channel whose values are all NaN or infinite, as a dead one of a checkpoint is.
@Suite struct BlockWithoutValuesTests {
  private static let length = 24

  /// Channels of which one is nothing but `filling`; without it the others alone.
  private static func tensor(_ filling: [Float]?) throws -> TensorDistribution {
    var random = SplitMix64(seed: 16)
    var channels: [[Float]] = (0..<3).map { channel in
      (0..<length).map { _ in Float(random.nextNormal()) * Float(1 << channel) }
    }
    if let filling {
      channels.insert((0..<length).map { filling[$0 % filling.count] }, at: 1)
    }
    let layout = try BlockLayout(
      shape: [channels.count, length], granularity: .perChannel(axis: 0))
    return TensorDistribution(channels.flatMap(\.self), layout: layout)
  }

  private static func choice(
    _ calibrator: any Calibrator, _ tensor: TensorDistribution, _ scheme: Scheme
  ) -> CalibrationRow.Choice? {
    let row = CalibrationRow(
      calibrator, on: tensor, scheme: scheme, reference: DivergenceReference(tensor))
    guard case .chosen(let choice) = row.outcome else { return nil }
    return choice
  }

  @Test(
    "a channel without finite values changes nothing for the others, and has codes as they have",
    arguments: CalibratorCatalog.all.map(\.name))
  func deadChannel(_ name: String) throws {
    let calibrator = try CalibratorCatalog.calibrator(named: name)
    let alive = try Self.tensor(nil)
    // To NaN and infinities a tool has an answer of its own; what is left out on purpose it never sees.
    let fillings: [[Float]] =
      calibrator is any NotFiniteAnswering
      ? [[IgnoreRule.mark]] : [[.nan], [.infinity], [-.infinity], [.nan, .infinity, -.infinity]]
    let dead = try fillings.map { try Self.tensor($0) }
    for symmetry in Symmetry.allCases {
      for signedness in Signedness.allCases {
        let scheme = try Scheme(bitWidth: 8, symmetry: symmetry, signedness: signedness)
        let expected = Self.choice(calibrator, alive, scheme)
        for tensor in dead {
          let found = Self.choice(calibrator, tensor, scheme)
          let label: Comment = "\(symmetry) \(signedness)"
          #expect((found == nil) == (expected == nil), label)
          guard let found, let expected else { continue }
          #expect(found.error.sums == expected.error.sums, label)
          #expect(found.error.divergence == expected.error.divergence, label)
          #expect([found.ranges[0]] + found.ranges[2...] == expected.ranges, label)
          let own = found.range(ofBlock: 1)
          #expect(own?.lower.isFinite == true && own?.upper.isFinite == true, label)
          let codes = Set(
            found.quantizers.compactMap(\.self).map {
              [$0.encoding.quantMin, $0.encoding.quantMax]
            })
          #expect(codes.count <= 1, label)
        }
      }
    }
  }

  @Test("such a channel has what the tool makes of zeros, or where it fails on them a scale of 1")
  func zeros() throws {
    let scheme = try Scheme(bitWidth: 8, symmetry: .symmetric)
    let tensor = try Self.tensor([IgnoreRule.mark])
    let blocks = try TFLiteMinMaxCalibrator().calibratedBlocks(of: tensor, scheme: scheme)
    #expect(blocks[1].range == ClippingRange(lower: 0, upper: 0))
    let encoding = blocks[1].quantizer.encoding
    #expect(encoding.scale == 0 && encoding.zeroPoint == 0)
    #expect(encoding.quantMin == -127 && encoding.quantMax == 127)
    let others = try PickyCalibrator().calibratedBlocks(of: tensor, scheme: scheme)
    #expect(others[1].range == ClippingRange(lower: 0, upper: 0))
    #expect(others[1].quantizer.encoding.scale == 1)
    #expect(others[1].quantizer.encoding.quantMin == others[0].quantizer.encoding.quantMin)
  }

  @Test("sums over no values add nothing, whatever their levels")
  func emptySums() throws {
    let none = ErrorSums(
      of: SortedDistribution([Float]()), on: Staircase(nearest: [-1, 0, 1, 2]))
    let some = ErrorSums(of: SortedDistribution([Float(0.25), 3]), on: Staircase(nearest: [0, 1]))
    #expect((none + some).levelCounts == [1, 1] && (some + none).levelCounts == [1, 1])
    #expect((ErrorSums() + none).levelCounts == none.levelCounts)
  }
}

/// Min-max, but that it fails where all values are zero.
struct PickyCalibrator: Calibrator {
  var name: String { "picky" }
  var summary: String { "keeps every value, if one of them is not zero" }

  func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    let range = try MinMaxCalibrator().clippingRange(for: distribution, scheme: scheme)
    guard range.absoluteMaximum > 0 else {
      throw .toolFails(tool: name, reason: "all values are zero")
    }
    return range
  }
}
