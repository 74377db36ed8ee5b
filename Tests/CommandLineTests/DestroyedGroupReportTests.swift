import Foundation
import QuantizationEngine
import TestSupport
import Testing

/// What is said of groups that a tool's scale of 0 destroys: their values are not zero, and become so.
@Suite struct DestroyedGroupReportTests {
  /// Four groups of 32: of ordinary values, of tiny ones, of zeros, and of ordinary values.
  ///
  /// By ai-edge-quantizer a scale is max |x| / 7 in bfloat16 and then in float16, whose least number is
  /// 2⁻²⁴: of 10⁻⁸ it is 0.
  private static func file(in scratch: ScratchFolder) throws -> String {
    let values: [Float] = (0..<128).map { place in
      let value = Float(place % 32 - 16) / 16
      return switch place / 32 {
      case 1: value * 1e-8
      case 2: 0
      default: value
      }
    }
    let path = scratch.path("groups.bin")
    try values.withUnsafeBytes { Data($0) }.write(to: URL(filePath: path))
    return path
  }

  private static func groups(_ path: String) -> [String] {
    [
      path, "--shape", "4,32", "--granularity", "group", "--group-size", "32", "--symmetric",
      "--signed", "--bits", "4", "--toolchain", "litert",
    ]
  }

  private static func object(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  /// The groups of a member, where there is just one.
  private static func only(_ report: [String: Any], _ name: String) throws -> Int {
    let blocks = try #require(report[name] as? [String: Any], "\(name)")
    #expect(blocks["count"] as? Int == 1)
    return try #require((blocks["first"] as? [Int])?.first)
  }

  @Test(
    "a group that LiteRT's scale of 0 destroys is not counted among the dead, but by its own name")
  func measure() throws {
    let scratch = try ScratchFolder()
    let options = Self.groups(try Self.file(in: scratch))
    let report = try Self.object(["measure", "--json"] + options)
    let encodings = try #require(report["encodings"] as? [[String: Any]])
    let scales = encodings.compactMap { $0["scale"] as? Double }
    #expect(scales.map { $0 == 0 } == [false, true, true, false])
    #expect(try Self.only(report, "destroyed_blocks") == 1)
    #expect(try Self.only(report, "dead_blocks") == 2)
    let text = try Program.run(["measure"] + options).output
    #expect(text.contains("1 of 4 groups is destroyed (scale 0, every value becomes 0): 1\n"))
    #expect(text.contains("1 of 4 groups is dead (no value but 0): 2\n"))
    let codes = try Program.run(
      ["measure"] + options + ["--dequantized", scratch.path("levels.npy")])
    #expect(codes.status == 0)
    let all = try Self.object(["measure", "--all", "--json"] + options)
    let passed = try #require((all["tensors"] as? [[String: Any]])?.first)
    #expect(try Self.only(passed, "destroyed_blocks") == 1)
    #expect(try Self.only(passed, "dead_blocks") == 2)
  }

  @Test("the first row of the screen counts the dead groups and those that are destroyed")
  func header() throws {
    let scratch = try ScratchFolder()
    let options = Self.groups(try Self.file(in: scratch))
    let screen = try Program.run(["snapshot", "--size", "140x30"] + options)
    let first = screen.output.split(separator: "\n").first ?? ""
    #expect(first.contains("(1 dead, 1 destroyed)"), "\(first)\(screen.errors)")
  }

  @Test("the row of a calibrator, and no other's, tells of the groups that it destroys")
  func calibrate() throws {
    let scratch = try ScratchFolder()
    let path = try Self.file(in: scratch)
    let options = Self.groups(path) + ["--calibrator", "litert-minmax"]
    let report = try Self.object(["calibrate", "--json"] + options)
    let result = try #require((report["results"] as? [[String: Any]])?.first)
    #expect(try Self.only(result, "destroyed_blocks") == 1)
    let text = try Program.run(["calibrate"] + options).output
    #expect(
      text.contains(
        "litert-minmax: 1 of 4 groups is destroyed (scale 0, every value becomes 0): 1\n"))
    let own = Self.groups(path).dropLast(2) + ["--calibrator", "min-max"]
    #expect(try !Program.run(["calibrate"] + own).output.contains("destroyed"))
  }

  @Test("the screen names them")
  func screen() throws {
    let scratch = try ScratchFolder()
    let outcome = try Program.run(
      ["snapshot"] + Self.groups(try Self.file(in: scratch)) + ["--size", "120x36"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output.contains("1 of 4 groups (scale 0, all become 0): 1"), "\(outcome.output)")
    #expect(outcome.output.contains("1 of 4 groups (no value but 0): 2"), "\(outcome.output)")
  }

  @Test("an export warns of them before it is written")
  func export() throws {
    let scratch = try ScratchFolder()
    let outcome = try Program.run(
      ["snapshot"] + Self.groups(try Self.file(in: scratch)) + ["--size", "120x40", "--keys", "e"])
    #expect(
      outcome.output.contains("scale 0 makes zeros of all values in 1 of 4 groups: 1"),
      "\(outcome.output)")
  }
}
