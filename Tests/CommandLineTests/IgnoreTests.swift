import Foundation
import TestSupport
import Testing

/// `--ignore-below`, `--ignore-above` and `--ignore-value`.
@Suite struct IgnoreTests {
  private struct Report: Decodable {
    struct Tensor: Decodable {
      struct Ignored: Decodable {
        let count: Int
        let below, above: Double?
      }
      let count, finite, nan: Int
      let ignored: Ignored?
      let min, max: Double?
    }
    struct Failure: Decodable {
      let mse, sqnrDb: Double?
    }
    struct Encoding: Decodable {
      let scale: Double
      let zeroPoint: Int
    }
    struct ToolAnswer: Decodable {
      let scale: Double?
      let zeroPoint: Int?
      let fails: String?
    }
    struct Result: Decodable {
      let calibrator: String
      let notApplicable: String?
      let toolAnswer: ToolAnswer?
      let encodings: [Encoding]?
    }

    let tensor: Tensor
    let error: Failure?
    let encodings: [Encoding]?
    let results: [Result]?

    init(_ arguments: [String]) throws {
      let run = try Program.run(arguments + ["--json"])
      #expect(run.status == 0, "\(run.errors)")
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(Report.self, from: Data(run.output.utf8))
    }
  }

  private static func bytes(of values: [Float]) -> [UInt8] {
    values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * $0)) }
    }
  }

  private static let kept = (0..<2000).map { Float($0 * 37 % 401 - 200) / 64 }
  /// Every third is a mask.
  private static let masked = kept.flatMap { [$0] + ($0 < 0 ? [Float(-3.4e38)] : [0.0, 9e9]) }

  @Test(
    "the rest is measured as if it were alone, however it is held",
    arguments: [[], ["--memory", "40K"]])
  func alone(_ memory: [String]) throws {
    let scratch = try ScratchFolder()
    try scratch.write(Self.bytes(of: Self.masked), to: "masked.bin")
    try scratch.write(Self.bytes(of: Self.kept.filter { $0 != 0 }), to: "kept.bin")
    let rule = [
      "--ignore-below", "-1e30", "--ignore-above", "1e9", "--ignore-value", "0",
    ]
    let with = try Report(["measure", scratch.path("masked.bin")] + rule + memory)
    let alone = try Report(["measure", scratch.path("kept.bin")])
    let count = Self.masked.count - Self.kept.count { $0 != 0 }
    #expect(with.tensor.count == Self.masked.count && with.tensor.ignored?.count == count)
    #expect(with.tensor.finite == alone.tensor.finite && with.tensor.nan == 0)
    #expect(with.tensor.ignored?.above == 1e9)
    #expect(with.tensor.min == alone.tensor.min && with.tensor.max == alone.tensor.max)
    #expect(with.encodings?.first?.scale == alone.encodings?.first?.scale)
    let (found, expected) = (try #require(with.error?.mse), try #require(alone.error?.mse))
    #expect(abs(found - expected) <= 1e-6 * expected)
  }

  @Test("counted elements, tensors read in passing and the text have the same rule")
  func others() throws {
    let scratch = try ScratchFolder()
    let bytes = (0..<70000).map { UInt8($0 * 7 % 251) }
    try Data(bytes).write(to: scratch.url.appending(path: "counted.bin"))
    let rule = ["--dtype", "uint8", "--ignore-above", "200"]
    let counted = try Report(["measure", scratch.path("counted.bin")] + rule)
    #expect(counted.tensor.ignored?.count == bytes.count { $0 > 200 })
    #expect(counted.tensor.max == 200)
    let text = try Program.run(["measure", scratch.path("counted.bin")] + rule)
    #expect(text.output.contains("left out") && text.output.contains("above 200.0"))
    let all = try Program.run(["measure", scratch.path("counted.bin"), "--all", "--json"] + rule)
    #expect(all.output.contains("\"ignored\""))
    let screen = try Program.run(
      ["snapshot", scratch.path("counted.bin"), "--size", "100x30"] + rule)
    #expect(screen.output.contains("ignored"))
  }

  @Test("a tool's answer to NaN is said, and with the NaN left out it is the tool's to the others")
  func answers() throws {
    let scratch = try ScratchFolder()
    let padded = Self.kept + Array(repeating: Float.nan, count: 120)
    try scratch.write(Self.bytes(of: padded), to: "padded.bin")
    let names = ["--calibrator", "torch-minmax", "torch-histogram", "min-max"]
    let report = try Report(["calibrate", scratch.path("padded.bin")] + names)
    let results = try #require(report.results)
    #expect(results[0].encodings == nil && results[0].toolAnswer?.zeroPoint == 0)
    #expect(results[0].notApplicable?.contains("answers scale NaN") == true)
    #expect(
      results[1].toolAnswer?.fails
        == "RuntimeError: torch.histc: range of [-nan, -nan] is not finite")
    #expect(results[2].encodings?.count == 1)
    let without = try Report(
      ["calibrate", scratch.path("padded.bin"), "--ignore-value", "nan"] + names)
    try scratch.write(Self.bytes(of: Self.kept), to: "kept.bin")
    let alone = try Report(["calibrate", scratch.path("kept.bin")] + names)
    #expect(without.tensor.ignored?.count == 120)
    #expect(
      without.results?.map { $0.encodings?.first?.scale }
        == alone.results?.map { $0.encodings?.first?.scale })
  }

  @Test("a rule that leaves nothing, and one for a sketch, are refused")
  func refusals() throws {
    let tensor = Checkout.tensor("adv_laplace")
    let nothing = try Program.run([
      "measure", tensor, "--ignore-below", "2", "--ignore-above", "1",
    ])
    #expect(nothing.status == 64 && nothing.errors.contains("leave nothing"))
    let scratch = try ScratchFolder()
    let sketch = try Program.run([
      "sketch", tensor, "--ignore-below", "0", "-o", scratch.path("positive.qvizsketch"),
    ])
    #expect(sketch.status == 0)
    let report = try Report(["measure", scratch.path("positive.qvizsketch")])
    #expect(report.tensor.ignored?.count ?? 0 > 100 && report.tensor.min ?? -1 >= 0)
    let again = try Program.run([
      "measure", scratch.path("positive.qvizsketch"), "--ignore-below", "1",
    ])
    #expect(again.status == 64 && again.errors.contains("is a sketch"))
  }
}
