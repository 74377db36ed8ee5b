import Foundation
import QuantizationEngine
import TestSupport
import Testing

@testable import EncodingFiles

/// `qviz measure --encodings`, and `--scale` on floats.
@Suite struct GivenEncodingsTests {
  private let file = Checkout.tensor("adv_ch_scales")

  /// What is printed, whatever is noted on standard error.
  private static func report(_ arguments: [String]) throws -> MeasurementReport {
    let run = try Program.run(["measure", "--json"] + arguments)
    guard run.status == 0 else { throw UnexpectedOutcome(outcome: run) }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(MeasurementReport.self, from: Data(run.output.utf8))
  }

  @Test(
    "what measure wrote it measures by, in every format: the same encodings and the same error",
    arguments: ["qviz-json", "aimet-1.0.0", "aimet-2.0.0", "ort-overrides", "torch"])
  func roundTrip(format: String) throws {
    let scratch = try ScratchFolder()
    let output = scratch.path("e.json")
    let scheme = ["--symmetric", "--granularity", "channel"]
    let written = try Self.report(
      [file] + scheme + ["--calibrator", "mse", "-o", output, "--to", format])
    let found = try Self.report([file, "--encodings", output])
    #expect(found.encodings == written.encodings)
    #expect(found.error.mse == written.error.mse)
    #expect(found.error.clippedAbove == written.error.clippedAbove)
    #expect(found.scheme.granularity == "per_channel" && found.scheme.axis == 0)
    #expect(found.scheme.quantMin == -128)
    let text = try Program.run(["measure", file, "--encodings", output])
    #expect(text.output.contains("range from") && text.output.contains(format))
  }

  @Test("ranges become encodings by the scheme that the options say")
  func ranges() throws {
    let scratch = try ScratchFolder()
    let cache = try scratch.write(
      #"{"adv_bimodal": {"min": -0.5, "max": 0.75}}"#.utf8, to: "r.json")
    let file = Checkout.tensor("adv_bimodal")
    for options in [[], ["--bits", "4"], ["--bits", "4", "--symmetric"], ["--signed"]] {
      let found = try Self.report([file, "--encodings", cache] + options)
      let asked = try Self.report(
        [file, "--min", "-0.5", "--max", "0.75"] + options)
      #expect(found.encodings == asked.encodings && found.error.mse == asked.error.mse)
      #expect(found.clippingRange == asked.clippingRange)
      #expect(found.scheme == asked.scheme)
    }
    let said = try Program.run(["measure", file, "--encodings", cache])
    #expect(said.errors.contains("does not say it: codes are taken to be asymmetric, 0…255"))
  }

  @Test("a tensor is found by its name; of one each the names may differ, which is said")
  func names() throws {
    let scratch = try ScratchFolder()
    let one = try scratch.write(#"{"w": {"min": -0.5, "max": 0.75}}"#.utf8, to: "one.json")
    let two = try scratch.write(
      #"{"w": {"min": -0.5, "max": 0.75}, "adv_bimodal": {"min": -1, "max": 1}}"#.utf8,
      to: "two.json")
    let file = Checkout.tensor("adv_bimodal")
    let other = try Program.run(["measure", file, "--encodings", one, "--json"])
    #expect(
      other.status == 0 && other.errors.contains("the encodings of w are taken for adv_bimodal"))
    let named = try Self.report([file, "--encodings", two])
    #expect(named.clippingRange == .init(min: .one(-1), max: .one(1)))
    let lacking = try Program.run(["measure", self.file, "--encodings", two])
    #expect(lacking.status == 65 && lacking.output.isEmpty)
    #expect(
      lacking.errors.contains(
        "has no encodings for adv_ch_scales; it has 2 tensors: adv_bimodal, w"))
    let all = try Program.run(["measure", file, self.file, "--all", "--encodings", two, "--json"])
    #expect(all.status == 65)
    struct Report: Decodable {
      struct Row: Decodable { let failed: String? }
      let tensors: [Row]
    }
    let report = try JSONDecoder().decode(Report.self, from: Data(all.output.utf8))
    #expect(report.tensors[0].failed == nil)
    #expect(report.tensors[1].failed?.contains("has no encodings for adv_ch_scales") == true)
  }

  @Test("what does not fit the tensor, and options that exclude it, are one sentence")
  func refused() throws {
    let scratch = try ScratchFolder()
    let three = try scratch.write(
      #"{"w": [{"axis": 0, "scale": 1, "zero_point": 0}, {"axis": 0, "scale": 1, "zero_point": 0}]}"#
        .utf8, to: "e.json")
    for (options, status, sentence) in [
      ([], 65, "tensor 'w' needs 12 encodings, one per block, found 2"),
      (["--min", "1"], 64, "--encodings excludes --min, --max, --calibrator and --percentile"),
      (["--toolchain", "ort"], 64, "--encodings excludes --toolchain"),
      (["--axis", "1"], 65, "the file says the axis 0 of tensor 'w', and axis 1 is asked for"),
      (["--from", "csv"], 64, "csv is not read"),
    ] as [([String], Int32, String)] {
      let run = try Program.run(["measure", file, "--encodings", three] + options)
      #expect(run.status == status && run.errors.contains(sentence), "\(run.errors)")
      #expect(run.output.isEmpty)
    }
    let over = try Program.run(["measure", file, "--encodings", three, "--codes", three])
    #expect(over.status == 64 && over.errors.contains("is one of the files that are read"))
    let shared = try Program.run([
      "measure", file, "--encodings", three, "--granularity", "tensor",
    ])
    #expect(shared.errors.contains("note: what shares an encoding is what the file"))
    let from = try Program.run(["measure", file, "--from", "torch"])
    #expect(from.status == 64 && from.errors.contains("--from is about the file"))
  }

  @Test("--scale and --zero-point are the encoding of floats, and what integers stand for")
  func scale() throws {
    let file = Checkout.tensor("adv_bimodal")
    let found = try Self.report(
      [file, "--scale", "0.03125", "--zero-point", "-8", "--bits", "4", "--signed"])
    #expect(found.encodings.map(\.scale) == [0.03125] && found.encodings[0].zeroPoint == -8)
    #expect(found.scheme.quantMin == -8 && found.scheme.quantMax == 7)
    let values = Fixture.named("adv_bimodal").finite
    let referee = values.reduce(0.0) { sum, value in
      let code = min(max((value / 0.03125).rounded(.toNearestOrEven) - 8, -8), 7)
      let error = Double(value) - Double(0.03125 * (code + 8))
      return sum + error * error
    }
    let mse = try #require(found.error.mse)
    #expect(abs(mse - referee / Double(values.count)) <= 1e-9 * mse)
    let scratch = try ScratchFolder()
    let bytes = try scratch.write([0, 1, 2, 255], to: "q.bin")
    let integers = try Self.report(
      [bytes, "--dtype", "uint8", "--scale", "0.5", "--zero-point", "1"])
    #expect(integers.tensor.min == -0.5 && integers.tensor.max == 127)
    for (options, sentence) in [
      (["--scale", "1", "--zero-point", "-1"], "zero-point must be from 0 to 255, found -1"),
      (["--scale", "1", "--min", "0"], "--scale excludes --min"),
      (["--scale", "1", "--granularity", "channel"], "it excludes --granularity"),
      (
        ["--scale", "1", "--symmetric", "--zero-point", "3"],
        "--zero-point must be 0 with symmetric"
      ),
    ] {
      let run = try Program.run(["measure", file] + options)
      #expect(run.status == 64 && run.errors.contains(sentence), "\(run.errors)")
    }
  }

  @Test("a file of encodings given as the tensor is known, and it is said what to do")
  func mistaken() throws {
    for name in [
      "aimet-0.6.1.encodings", "aimet-1.0.0.encodings", "aimet-2.0.0.encodings", "ort-cache.json",
      "groups.qviz.json",
    ] {
      let path = "Tests/EncodingFilesTests/Fixtures/" + name
      for command in [["measure"], []] {
        let run = try Program.run(command + [path])
        #expect(run.status == 65 && run.output.isEmpty)
        #expect(run.errors.contains("has encodings ("), "\(run.errors)")
        #expect(run.errors.contains("qviz PATH --encodings \(path)"))
        #expect(run.errors.contains("qviz convert \(path)"))
      }
    }
    let scratch = try ScratchFolder()
    let table = try scratch.write("conv1_param_0 312.5 250\nconv1 42.5\n".utf8, to: "c.table")
    #expect(try Program.run(["measure", table]).errors.contains("has encodings (ncnn)"))
    // Numbers and words that are none.
    for text in ["0.5 1.5\n2.5 3.5\n", "hello world\n", #"{"a": [1, 2]}"#] {
      let other = try scratch.write(text.utf8, to: "t.txt")
      #expect(!(try Program.run(["measure", other]).errors.contains("has encodings")))
    }
  }
}
