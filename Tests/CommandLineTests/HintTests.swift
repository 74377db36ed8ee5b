import Foundation
import TestSupport
import Testing

/// Hints at the type of headerless values: on standard error, in reports and on the screen.
@Suite struct HintTests {
  private static let sentence =
    "looks like float64 rather than float32: --dtype float64 reads it so"

  private func scratch() throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    let values = Fixture.named("minilm_l2_inter_bias").values.prefix(200)
    let bytes = values.flatMap { value in
      let bits = Double(value).bitPattern
      return (0..<8).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
    }
    try scratch.write(bytes, to: "output.raw")
    return scratch
  }

  @Test("commands say them on standard error, and not where a type is said")
  func commands() throws {
    let scratch = try scratch()
    for command in ["list", "measure", "calibrate", "measure --all"] {
      let words = command.split(separator: " ").map(String.init)
      let outcome = try Program.run(words + ["output.raw"], in: scratch.url)
      #expect(outcome.errors == "qviz: output.raw: hint: \(Self.sentence)\n", "\(command)")
      #expect(outcome.status == 0 && !outcome.output.isEmpty)
      let said = try Program.run(words + ["output.raw", "--dtype", "float64"], in: scratch.url)
      #expect(said.errors.isEmpty && said.status == 0, "\(command)")
    }
  }

  @Test("reports have them as a member")
  func reports() throws {
    let scratch = try scratch()
    let list = try Program.run(["list", "output.raw", "--json"], in: scratch.url)
    let rows = try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]]
    #expect(rows?.first?["hint"] as? String == Self.sentence)
    let measure = try Program.run(["measure", "output.raw", "--json"], in: scratch.url)
    let report = try JSONSerialization.jsonObject(with: Data(measure.output.utf8)) as? [String: Any]
    #expect((report?["tensor"] as? [String: Any])?["hint"] as? String == Self.sentence)
    let said = try Program.run(
      ["measure", "output.raw", "--dtype", "float64", "--json"], in: scratch.url)
    #expect(!said.output.contains("hint"))
  }

  @Test("reports about formats, plans and pairs have them too")
  func others() throws {
    let scratch = try scratch()
    for arguments in [
      ["measure", "output.raw", "--format", "int8"], ["formats", "output.raw", "--format", "int8"],
      ["plan", "output.raw", "--shape", "20,20", "--bits-per-value", "20", "--format", "int8"],
      ["compare", "output.raw", "output.raw"],
    ] {
      let outcome = try Program.run(arguments + ["--json"], in: scratch.url)
      let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      let report = try #require(value as? [String: Any])
      let object = report["tensor"] ?? (report["tensors"] as? [Any])?.first
      let members = try #require(object as? [String: Any], "\(arguments): \(outcome.errors)")
      #expect(members["hint"] as? String == Self.sentence, "\(arguments)")
    }
  }

  @Test("the screen has them where nothing else is to be said")
  func screen() throws {
    let scratch = try scratch()
    let arguments = ["snapshot", "output.raw", "--size", "100x30"]
    #expect(try Program.run(arguments, in: scratch.url).output.contains(Self.sentence))
    let said = try Program.run(arguments + ["--dtype", "float64"], in: scratch.url)
    #expect(!said.output.contains("looks like"))
  }
}
