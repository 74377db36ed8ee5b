import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

/// Groups that were pruned, as `Referee/generate_dead_groups.py` makes them, asked of real tools.
@Suite("dead groups")
struct DeadGroupTests {
  /// A fixture whose groups are some of them zero, constant or tiny.
  private static func pruned(_ fixture: Fixture) -> [Float] {
    fixture.values.enumerated().map { index, value in
      let group = index / 32
      if group % 5 == 2 { return 0 }
      if group % 7 == 3 { return -0.0 }
      if group % 8 == 7 { return -0.25 }
      if group % 11 == 4 { return 0.5 }
      return group % 13 == 6 ? value * 1e-8 : value
    }
  }

  /// A calibrator and the scheme of a record: its words between the tool's name and the type.
  private static func asked(
    _ tool: String, _ words: [String]
  ) throws -> (any Calibrator, Scheme) {
    let isSymmetric = words[0] != "asymmetric"
    switch tool {
    case "torchao":
      let isAffine = words[0] == "ASYMMETRIC"
      let scheme = try Scheme(
        bitWidth: words[1].hasSuffix("127") ? 8 : 4, symmetry: isAffine ? .asymmetric : .symmetric,
        signedness: isAffine ? .unsigned : .signed)
      let form: TorchAOToolchain.Form = words[0].hasSuffix("ERR") ? .unclipped : .primitives
      return (TorchAOMinMaxCalibrator(), try TorchAOToolchain(form).scheme(scheme))
    case "compressed-tensors", "aeq":
      let scheme = try Scheme(
        bitWidth: Int(words[1]) ?? 0, symmetry: isSymmetric ? .symmetric : .asymmetric,
        signedness: .signed)
      return (
        tool == "aeq" ? LiteRTMinMaxCalibrator() : CompressedTensorsMinMaxCalibrator(), scheme
      )
    case "ort":
      let isAffine = words[1] == "asymmetric"
      return (
        OrtMinMaxCalibrator(),
        try OrtToolchain(.blocked).scheme(
          Scheme(
            bitWidth: words[0].hasSuffix("8") ? 8 : 4,
            symmetry: isAffine ? .asymmetric : .symmetric,
            signedness: isAffine ? .unsigned : .signed))
      )
    default:
      let symmetry: Symmetry =
        switch words[1] {
        case "asymmetric": .asymmetric
        case "symmetric_strict": .restrictedSymmetric
        default: .symmetric
        }
      return (
        AimetMinMaxCalibrator(.torch),
        try Scheme(
          bitWidth: Int(words[0].dropFirst(2)) ?? 0, symmetry: symmetry,
          signedness: symmetry == .asymmetric ? .unsigned : .signed)
      )
    }
  }

  @Test(
    "scales, zero-points and codes of pruned groups are the tools', of three types",
    arguments: ["torchao", "compressed-tensors", "ort", "aeq", "aimet-torch"])
  func groups(tool: String) throws {
    var tally = GoldenTally("dead groups, \(tool)")
    for golden in try ToolGolden.all("dead-groups", tool + "/") {
      let words = golden.record.split(separator: "/").map(String.init)
      tally.count(golden) {
        let type = try #require(ElementType(rawValue: words.last ?? ""))
        let fixture = Fixture.named(golden.tensor)
        let granularity = Granularity.perGroup(axis: 1, size: 32)
        let (calibrator, scheme) = try Self.asked(tool, Array(words[1..<(words.count - 1)]))
        return try TypedBlocks(
          Self.pruned(fixture).map(type.rounded), shape: fixture.shape, as: type, granularity,
          by: calibrator, scheme: scheme.meeting(granularity)
        ).differences(from: golden)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }
}
