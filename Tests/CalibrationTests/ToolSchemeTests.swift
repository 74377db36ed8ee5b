import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

/// The scheme that a tool makes once for all blocks, against one that it makes for each.
@Suite struct ToolSchemeTests {
  private static let names = CalibratorCatalog.all.filter { $0 is any ToolCalibrator }.map(\.name)

  private static func tensor(groups: Int) throws -> TensorDistribution {
    var random = SplitMix64(seed: 515)
    return TensorDistribution(
      (0..<groups * 8).map { _ in Float(random.nextNormal()) },
      layout: try BlockLayout(shape: [groups, 8], granularity: .perGroup(axis: 1, size: 8)))
  }

  @Test("each block has what it has by itself", arguments: names, Symmetry.allCases)
  func blocks(_ name: String, _ symmetry: Symmetry) throws {
    let calibrator = try CalibratorCatalog.calibrator(named: name)
    let tensor = try Self.tensor(groups: 6)
    for valueType in [ElementType.float32, .bfloat16] {
      let scheme = try Scheme(bitWidth: 4, symmetry: symmetry).with(valueType: valueType)
      guard let found = try? calibrator.calibratedOrNot(of: tensor, scheme: scheme) else {
        continue
      }
      let asked = scheme.meeting(tensor.layout.granularity)
      let single = calibrator.forBlocks(of: tensor)
      for (block, value) in found.values.enumerated() {
        let expected = try? single.answered(tensor.blocks[block], scheme: asked)
        #expect(value == expected, "\(name), \(symmetry), \(valueType), block \(block)")
      }
    }
  }

  @Test("what a tool fails on in all blocks is said the same of many", arguments: names)
  func failures(_ name: String) throws {
    let calibrator = try CalibratorCatalog.calibrator(named: name)
    let (few, many) = (try Self.tensor(groups: 3), try Self.tensor(groups: 1100))
    for symmetry in Symmetry.allCases {
      let scheme = try Scheme(bitWidth: 3, symmetry: symmetry)
      guard let expected = Self.wholeFailure(calibrator, few, scheme) else { continue }
      #expect(Self.wholeFailure(calibrator, many, scheme) == expected, "\(name), \(symmetry)")
    }
  }

  /// Why a calibrator has nothing for any block, where that is no matter of a block.
  private static func wholeFailure(
    _ calibrator: any Calibrator, _ tensor: TensorDistribution, _ scheme: Scheme
  ) -> CalibrationError? {
    do throws(CalibrationError) {
      _ = try calibrator.calibratedOrNot(of: tensor, scheme: scheme)
      return nil
    } catch {
      return error.isOfWholeTensor ? error : nil
    }
  }

  @Test("a scheme is as a tool made it until it is changed")
  func asMade() throws {
    let scheme = try Scheme(bitWidth: 8)
    #expect(!scheme.isAsMade)
    let made = try TorchAOToolchain().scheme(scheme)
    #expect(made.isAsMade)
    #expect(try TorchAOToolchain().scheme(made) == made)
    let changed = made.with(valueType: .bfloat16)
    #expect(!changed.isAsMade)
    #expect(try TorchAOToolchain().scheme(changed).arithmetic != made.arithmetic)
    // Another tool's scheme is made anew.
    #expect(try AimetToolchain().scheme(made).rule.name == AimetToolchain().name)
    // One that the tool does not have is still refused.
    let divided = made.with(
      arithmetic: QuantizationArithmetic(scaling: .divide), rule: made.rule)
    #expect(!divided.isAsMade)
    let wide = try Scheme(
      bitWidth: 12, arithmetic: made.arithmetic, rule: made.rule)
    #expect(!wide.isAsMade)
    #expect(throws: EncodingError.self) {
      try wide.encoding(for: ClippingRange(lower: -1, upper: 1))
    }
  }
}
