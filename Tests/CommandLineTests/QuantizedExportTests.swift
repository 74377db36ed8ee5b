import Foundation
import QuantizationEngine
import TensorFiles
import TestSupport
import Testing

/// `--to safetensors` and `--to onnx-qdq`: codes with their encodings, which qviz opens again.
@Suite struct QuantizedExportTests {
  /// The values of a tensor as qviz reads it.
  private static func values(of name: String, in path: String) throws -> [Float] {
    let file = try TensorFile.open(path: path)
    let position = try #require(file.tensors.firstIndex { $0.name == name })
    #expect(file.storedEncoding(of: position) != nil)
    guard case .float32(let values) = try file.values(of: position) else { return [] }
    return values
  }

  @Test(
    "a file opens as the values that measure dequantizes",
    arguments: [
      ["--bits", "4", "--symmetric", "--granularity", "group", "--group-size", "48"],
      ["--bits", "2", "--granularity", "channel", "--axis", "0"], ["--levels", "9"],
      ["--bits", "12", "--restricted-symmetric"], ["--bits", "8"],
      ["--bits", "16", "--granularity", "group", "--axis", "0", "--group-size", "3"],
    ])
  func reopened(options: [String]) throws {
    let scratch = try ScratchFolder()
    let source = Checkout.tensor("adv_laplace")
    for (format, name) in [("safetensors", "adv_laplace"), ("onnx-qdq", "adv_laplace_quantized")] {
      let output = scratch.path("out.\(format)")
      let run = try Program.run(
        ["measure", source] + options + [
          "--role", "parameter", "--output", output, "--to", format, "--dequantized",
          scratch.path("values.npy"),
        ])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.contains("as \(format): 1 tensor"))
      let expected = try NpyArray(path: scratch.path("values.npy")).floats
      #expect(try Self.values(of: name, in: output) == expected, "\(format)")
      // By the file's own encodings there is no error left.
      let report = try MeasurementReport(measuring: [output, "--tensor", name])
      #expect(report.encodings.count > 0)
      let text = try Program.run(["measure", output, "--tensor", name])
      #expect(text.output.contains(/encodings +as stored/), "\(text.output)")
    }
  }

  @Test("all tensors of a model go into one file; one whose name is taken is said")
  func all() throws {
    let scratch = try ScratchFolder()
    for name in ["a", "b", "a.scale"] {
      let values = (0..<96).map { Float(($0 * 37) % 96) - 48 }
      try values.withUnsafeBytes {
        try Data($0).write(to: URL(filePath: scratch.path(name + ".bin")))
      }
    }
    let files = ["a", "b"].map { scratch.path($0 + ".bin") }
    let options = ["--shape", "4,24", "--all", "--granularity", "group", "--bits", "4"]
    for format in ["safetensors", "onnx-qdq"] {
      let output = scratch.path("all.\(format)")
      let run = try Program.run(
        ["measure"] + files + options + ["--role", "parameter", "-o", output, "--to", format])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.contains("as \(format): 2 tensors"))
      #expect(try TensorFile.open(path: output).tensors.count == 6)
    }
    let output = scratch.path("taken.safetensors")
    let run = try Program.run(
      ["measure"] + files + [scratch.path("a.scale.bin")] + options
        + ["-o", output, "--to", "safetensors"])
    #expect(run.status != 0)
    #expect((run.output + run.errors).contains("'a.scale' is there already, with tensor 'a'"))
    #expect(try TensorFile.open(path: output).tensors.count == 6)
  }

  @Test("calibrate writes them too, and a sketch has no codes")
  func sketch() throws {
    let scratch = try ScratchFolder()
    let source = Checkout.tensor("adv_laplace")
    let output = scratch.path("out.safetensors")
    let run = try Program.run([
      "calibrate", source, "--calibrator", "mse", "--symmetric", "-o", output, "--to",
      "safetensors",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try Self.values(of: "adv_laplace", in: output).count == 4096)
    let sketch = scratch.path("s.sketch")
    _ = try Program.run(["sketch", source, "-o", sketch])
    let refused = try Program.run([
      "measure", sketch, "-o", scratch.path("s.safetensors"), "--to", "safetensors",
    ])
    #expect(refused.status == 64 && refused.errors.contains("is a sketch"), "\(refused.errors)")
    // Of an activation the model has the operators that make the codes.
    let activation = try Program.run([
      "measure", sketch, "--role", "activation", "-o", scratch.path("s.onnx"), "--to", "onnx-qdq",
    ])
    #expect(activation.status == 0, "\(activation.errors)")
  }

  @Test("the first line of a cache is the one asked for, and is checked")
  func cacheHeader() throws {
    let scratch = try ScratchFolder()
    let output = scratch.path("a.cache")
    func run(_ format: String, _ header: String) throws -> Program.Outcome {
      try Program.run([
        "measure", Checkout.tensor("adv_laplace"), "--symmetric", "-o", output, "--to", format,
        "--trt-header", header,
      ])
    }
    #expect(try run("trt-cache", "TRT-7103-MinMaxCalibration").status == 0)
    let text = String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self)
    #expect(text.hasPrefix("TRT-7103-MinMaxCalibration\nadv_laplace: "))
    let wrong = try run("trt-cache", "TRT-8601")
    #expect(wrong.status == 64 && wrong.errors.contains("must be TRT-VERSION-CALIBRATOR"))
    let other = try run("csv", "TRT-7103-MinMaxCalibration")
    #expect(other.status == 64 && other.errors.contains("is about --to trt-cache, found csv"))
  }
}
