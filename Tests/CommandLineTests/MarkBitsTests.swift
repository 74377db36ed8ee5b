import Foundation
import QuantizationEngine
import TestSupport
import Testing

/// A file may hold the very NaN that marks what is left out on purpose.
@Suite struct MarkBitsTests {
  /// 61 numbers, two NaN with the bits of the mark, and a plain one.
  private static func file(in scratch: ScratchFolder) throws -> String {
    let numbers: [Float] = (0..<61).map { Float($0) / 8 }
    let path = scratch.path("marked.bin")
    try (numbers + [IgnoreRule.mark, .nan, IgnoreRule.mark]).withUnsafeBytes { Data($0) }
      .write(to: URL(filePath: path))
    return path
  }

  private static func tensor(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let object = (report["tensors"] as? [[String: Any]])?.first ?? report
    return try #require(object["tensor"] as? [String: Any])
  }

  @Test(
    "where nothing is left out on purpose, the NaN that marks it is a NaN",
    arguments: [
      ["measure"], ["measure", "--all"], ["calibrate"],
      ["measure", "--granularity", "channel", "--shape", "4,16"],
    ])
  func counted(_ command: [String]) throws {
    let scratch = try ScratchFolder()
    let calibrator = command[0] == "calibrate" ? ["--calibrator", "min-max"] : []
    let tensor = try Self.tensor(
      command + [try Self.file(in: scratch), "--json"] + calibrator)
    #expect(tensor["nan"] as? Int == 3 && tensor["finite"] as? Int == 61)
    #expect(tensor["ignored"] == nil)
  }

  @Test("where something is, it is told from the others")
  func ignored() throws {
    let scratch = try ScratchFolder()
    let path = try Self.file(in: scratch)
    let tensor = try Self.tensor(["measure", path, "--json", "--ignore-below", "1"])
    let ignored = try #require(tensor["ignored"] as? [String: Any])
    #expect(ignored["count"] as? Int == 8)
    #expect(tensor["nan"] as? Int == 3 && tensor["finite"] as? Int == 53)
  }

  @Test("a sketch of it has three NaN")
  func sketch() throws {
    let scratch = try ScratchFolder()
    let path = try Self.file(in: scratch)
    let output = scratch.path("marked.sketch")
    let outcome = try Program.run(["sketch", path, "-o", output])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let tensor = try Self.tensor(["measure", output, "--json"])
    #expect(tensor["nan"] as? Int == 3 && tensor["ignored"] == nil)
  }
}
