import EncodingFiles
import Foundation
import QuantizationEngine
import TensorFiles
import Testing

@testable import qviz

/// `qviz calibrate --all --output F --resume`: what an ended run had done is not done again.
@Suite struct ResumedExportTests {
  private static let inputs = ["samples/gelu.npy", "samples/relu.npy"]

  private static func arguments(_ output: String, bits: Int = 8) -> [String] {
    ["calibrate"] + inputs
      + ["--all", "--bits", "\(bits)", "--calibrator", "mse", "-o", output, "--to", "qviz-json"]
  }

  /// The part of an export that a run with these words would go on with.
  private static func partial(_ output: String, _ arguments: [String]) -> PartialExport {
    let catalogue = Catalogue(
      paths: inputs.map { Checkout.root.appending(path: $0).path }, layout: RawLayout(),
      budget: .standard)
    return PartialExport(
      of: output, task: RunTask.text(catalogue, arguments: ["qviz"] + arguments), interval: .zero)
  }

  private func scales(_ path: String) throws -> [String: Float] {
    let document = try EncodingFileReader.read(path, as: QvizFormat())
    return Dictionary(
      uniqueKeysWithValues: document.tensors.map { ($0.name, $0.encodings[0].scale) })
  }

  /// The first tensor of a file, with another scale, so that it is known again.
  private func marked(_ path: String) throws -> TensorEncodings {
    let found = try EncodingFileReader.read(path, as: QvizFormat()).tensors[0]
    let encoding = found.encodings[0]
    var changed = found
    changed.encodings = [
      try AffineEncoding(
        scale: encoding.scale * 2, zeroPoint: encoding.zeroPoint, quantMin: encoding.quantMin,
        quantMax: encoding.quantMax)
    ]
    return try TensorEncodings(changed)
  }

  @Test("what was kept is taken, the rest is calibrated, and the part is gone in the end")
  func resumes() throws {
    let scratch = try ScratchFolder()
    let (whole, output) = (scratch.path("whole.json"), scratch.path("out.json"))
    // Paths are in the words of the task, so the run is where the test is.
    let inputs = Self.inputs.map { Checkout.root.appending(path: $0).path }
    func words(_ output: String) -> [String] {
      ["calibrate"] + inputs
        + ["--all", "--calibrator", "mse", "-o", output, "--to", "qviz-json", "--json"]
    }
    #expect(try Program.run(words(whole)).status == 0)
    #expect(!FileManager.default.fileExists(atPath: whole + ".partial"))
    let all = try scales(whole)
    let kept = try marked(whole)
    let part = Self.partial(output, words(output))
    part.note([kept])
    #expect(FileManager.default.fileExists(atPath: output + ".partial"))
    let run = try Program.run(words(output) + ["--resume"])
    #expect(run.status == 0, "\(run.errors)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let tensors = try #require(report["tensors"] as? [[String: Any]])
    #expect(tensors.map { $0["resumed"] as? Bool } == [true, nil])
    #expect((report["total"] as? [String: Any])?["resumed"] as? Int == 1)
    let found = try scales(output)
    #expect(found.count == 2 && found[kept.name] == kept.encodings[0].scale)
    for (name, scale) in all where name != kept.name { #expect(found[name] == scale) }
    #expect(!FileManager.default.fileExists(atPath: output + ".partial"))
    // Without --resume nothing of it is taken.
    part.note([kept])
    #expect(try Program.run(words(output)).status == 0)
    #expect(try scales(output) == all)
  }

  @Test("a part of another run, and a damaged one, is refused with what to do, and stays")
  func refusals() throws {
    let scratch = try ScratchFolder()
    let output = scratch.path("out.json")
    #expect(try Program.run(Self.arguments(scratch.path("whole.json"))).status == 0)
    let kept = try marked(scratch.path("whole.json"))
    Self.partial(output, Self.arguments(output, bits: 4)).note([kept])
    let other = try Program.run(Self.arguments(output) + ["--resume"])
    #expect(other.status == 64 && other.output.isEmpty)
    #expect(other.errors.contains("is of another run than this one, or its files have changed"))
    #expect(other.errors.contains("(calibrate"))
    #expect(other.errors.contains("without --resume the export begins anew"))
    try Data("{".utf8).write(to: URL(filePath: output + ".partial"))
    let damaged = try Program.run(Self.arguments(output) + ["--resume"])
    #expect(damaged.status == 65 && damaged.errors.contains("without --resume"))
    #expect(FileManager.default.fileExists(atPath: output + ".partial"))
    #expect(!FileManager.default.fileExists(atPath: output))
    for words in [["--resume"], ["--resume", "--all"]] {
      let run = try Program.run(["calibrate", Self.inputs[0]] + words)
      #expect(run.status == 64 && run.errors.contains("--resume is about --all with --output"))
    }
    let codes = try Program.run(
      ["calibrate"] + Self.inputs
        + ["--all", "--calibrator", "mse", "-o", output, "--to", "safetensors", "--resume"])
    #expect(codes.status == 64 && codes.errors.contains("whose codes nothing keeps"))
  }

  @Test("without a part there is nothing to go on with, and all is calibrated")
  func nothing() throws {
    let scratch = try ScratchFolder()
    let output = scratch.path("out.json")
    #expect(try Program.run(Self.arguments(output) + ["--resume"]).status == 0)
    #expect(try scales(output).count == 2)
  }

  @Test("the words of a run are those that change what is found, and the state of its files")
  func task() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write([0, 0, 128, 63], to: "x.bin")
    func text(_ words: String) -> String {
      RunTask.text(
        Catalogue(paths: [path], layout: RawLayout(), budget: .standard),
        arguments: ["qviz"] + words.split(separator: " ").map(String.init))
    }
    let plain = text("calibrate x.bin --all --calibrator mse")
    #expect(plain.hasPrefix("calibrate x.bin --all --calibrator mse (files "))
    #expect(text("calibrate x.bin --all --json --calibrator mse -o F --to csv --resume") == plain)
    #expect(text("calibrate x.bin --all --calibrator mse --output=F") == plain)
    #expect(text("calibrate x.bin --all --calibrator mse --bits 4") != plain)
    _ = try scratch.write([0, 0, 128, 63, 0, 0, 0, 0], to: "x.bin")
    #expect(text("calibrate x.bin --all --calibrator mse") != plain)
  }
}
