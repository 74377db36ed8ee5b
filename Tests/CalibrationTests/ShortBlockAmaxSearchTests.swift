import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

/// The search of `modelopt-mse` through the values of short blocks against its search by staircases.
@Suite("the modelopt-mse of short blocks")
struct ShortBlockAmaxSearchTests {
  /// Blocks of all kinds: most as weights have them, and what may be special about one.
  private static let blocks: [[Float]] = {
    var random = SplitMix64(seed: 47)
    func normal(_ count: Int, _ spread: Double) -> [Float] {
      (0..<count).map { _ in Float(random.nextNormal() * spread) }
    }
    let usual = (0..<40).map { normal(1 + $0, 0.02) }
    let oneSided = (0..<6).map { turn in
      normal(32, 1).map { turn.isMultiple(of: 2) ? abs($0) : -abs($0) }
    }
    let few = (1...6).map { kinds in
      let values = normal(kinds, 3)
      return (0..<32).map { _ in values.randomElement(using: &random) ?? 0 }
    }
    let grid = (1...4).map { turn in (-8...8).map { Float($0) * Float(turn) / 16 } }
    let outliers = [1e3, 1e9, 1e18, 3e38].map { normal(31, 1) + [Float($0)] }
    let spreads = [1e-38, 1e-30, 1e-20, 1e-12, 1e-7, 4e-6, 1e-5, 1e12, 1e17, 1e30]
      .map { normal(32, $0) }
    let denormal = (0..<32).map { Float(bitPattern: UInt32($0 * 977)) }
    return usual + oneSided + few + grid + outliers + spreads
      + [denormal, denormal + [1], [0], Array(repeating: 0, count: 32), [-0.0, 0, 5], [-1, 1]]
  }()

  private static func scheme(_ bits: Int, _ type: ElementType) throws -> Scheme {
    try TensorRTToolchain().scheme(
      Scheme(bitWidth: bits, symmetry: .symmetric).with(valueType: type))
  }

  @Test(
    "chooses the very amax of the search by staircases",
    arguments: [2, 3, 4, 5], [ElementType.float32, .float16, .bfloat16])
  func same(bits: Int, type: ElementType) throws {
    let scheme = try Self.scheme(bits, type)
    var answered = 0
    for standard in [
      ModelOptMeanSquaredErrorCalibrator(),
      ModelOptMeanSquaredErrorCalibrator(multiples: 0.2...1, step: 0.02),
    ] {
      var calibrator = standard
      calibrator.blockCount = 2
      for values in Self.blocks {
        let block = SortedDistribution(values)
        let largest = try #require(block.largestMagnitude)
        let candidates = calibrator.multipliers.map { largest * $0 }
        // Beyond these nothing is searched.
        guard largest > 0x1p-75, candidates.allSatisfy({ type.rounded($0).isFinite }) else {
          continue
        }
        let expected = try calibrator.best(
          of: candidates, on: block, triedType: type, scheme: scheme)
        #expect(try calibrator.clippingRange(for: block, scheme: scheme) == expected, "\(values)")
        let promising = ShortBlockAmaxSearch(
          valueCount: values.count, scheme: scheme, triedType: type
        )?.promising(block, largest: largest, multipliers: calibrator.multipliers)
        guard let promising else { continue }
        #expect(promising.contains(Float(expected.upper)), "\(values)")
        answered += promising.count == 1 ? 1 : 0
      }
    }
    // Of most blocks nothing is left to compare.
    #expect(answered > Self.blocks.count)
  }

  @Test("values in float64 are compared as they are")
  func wide() throws {
    var random = SplitMix64(seed: 48)
    let scheme = try Self.scheme(4, .float32)
    let calibrator = ModelOptMeanSquaredErrorCalibrator()
    for _ in 0..<50 {
      let block = SortedDistribution((0..<32).map { _ in random.nextNormal() * 0.02 })
      let largest = try #require(block.largestMagnitude)
      let expected = try calibrator.best(
        of: calibrator.multipliers.map { largest * $0 }, on: block, triedType: .float32,
        scheme: scheme)
      #expect(try calibrator.clippingRange(for: block, scheme: scheme) == expected)
    }
  }

  @Test("long blocks, and schemes under another rule, are left to the staircases")
  func others() throws {
    let scheme = try Self.scheme(4, .float32)
    #expect(ShortBlockAmaxSearch(valueCount: 240, scheme: scheme, triedType: .float32) != nil)
    #expect(ShortBlockAmaxSearch(valueCount: 241, scheme: scheme, triedType: .float32) == nil)
    let other = try Scheme(bitWidth: 4, symmetry: .symmetric)
    #expect(ShortBlockAmaxSearch(valueCount: 32, scheme: other, triedType: .float32) == nil)
  }
}
