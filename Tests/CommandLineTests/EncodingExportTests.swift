import Foundation
import QuantizationEngine
import Testing

@testable import EncodingFiles
@testable import qviz

/// `--output` and `--to` of `qviz measure` and `qviz calibrate`.
@Suite struct EncodingExportTests {
  /// A matrix of four channels, the values of which a seeded sequence gives, as float32.
  private static func weights(in scratch: ScratchFolder) throws -> String {
    var state: UInt64 = 7
    let values = (0..<256).map { _ -> Float in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int64(bitPattern: state) >> 40) / 8_388_608
    }
    let path = scratch.path("w.bin")
    try values.withUnsafeBytes { try Data($0).write(to: URL(filePath: path)) }
    return path
  }

  @Test("measure writes what it reports, in every format that can say it")
  func measure() throws {
    let scratch = try ScratchFolder()
    let path = try Self.weights(in: scratch)
    for format in EncodingFormatCatalog.readable where format.identifier != "ort-cache" {
      let output = scratch.path("out-\(format.identifier)")
      let run = try Program.run([
        "measure", path, "--shape", "4,64", "--bits", "8", "--restricted-symmetric", "--json",
        "--min", "-0.5", "--max", "0.75", "--output", output, "--to", format.identifier,
      ])
      guard format.identifier != "aimet-2.0.0", format.identifier != "onnx-parameters" else {
        #expect(run.status != 0 && run.errors.contains("all 2^b codes"))
        continue
      }
      #expect(run.status == 0, "\(format.identifier): \(run.errors)")
      #expect(run.errors.contains("as \(format.identifier): 1 tensor"))
      let decoded = try EncodingFileReader.read(output, as: format)
      #expect(decoded.tensors.map(\.name) == ["w"])
      // 0.75 / 127, of which every format has the scale, or 127 of it.
      let scale = Float(0.75 / 127)
      switch decoded.tensors[0].levels {
      case .encodings(let encodings): #expect(encodings.map(\.scale) == [scale])
      case .scales(let scales, _): #expect(scales == [scale])
      case .ranges(let ranges): #expect(Float(ranges[0].upper / 127) == scale)
      }
    }
  }

  @Test("the type of the scales and what chose the range go along, for groups of a tool too")
  func scaleType() throws {
    let scratch = try ScratchFolder()
    let path = scratch.path("h.bin")
    let halves = (0..<256).map { Float16($0 % 37) / 16 - 1 }
    try halves.withUnsafeBytes { try Data($0).write(to: URL(filePath: path)) }
    let output = scratch.path("h.json")
    let run = try Program.run([
      "calibrate", path, "--dtype", "float16", "--shape", "4,64", "--toolchain", "torchao",
      "--bits", "4", "--granularity", "group", "--group-size", "32", "--calibrator",
      "torchao-minmax",
      "--output", output, "--to", "qviz-json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let tensor = try #require(try EncodingFileReader.read(output, as: QvizFormat()).tensors.first)
    #expect(tensor.scaleType == .float16)
    #expect(tensor.rangeOrigin == "torchao-minmax")
    #expect(tensor.granularity == .perGroup(axis: 1, size: 32))
    #expect(tensor.encodings.count == 8)
    #expect(tensor.encodings.allSatisfy { Float(Float16($0.scale)) == $0.scale })
  }

  @Test("a whole model goes into one file, and what cannot be said is said")
  func all() throws {
    let scratch = try ScratchFolder()
    let path = try Self.weights(in: scratch)
    let other = scratch.path("v.bin")
    try FileManager.default.copyItem(atPath: path, toPath: other)
    let output = scratch.path("all.encodings")
    let run = try Program.run([
      "calibrate", path, other, "--all", "--calibrator", "mse", "--symmetric", "--output", output,
      "--to", "aimet-0.6.1",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let decoded = try EncodingFileReader.read(output, as: Aimet061Format())
    #expect(decoded.tensors.map(\.name) == ["v", "w"])
    let measured = try Program.run([
      "measure", path, other, "--all", "--symmetric", "--output", output, "--to", "ncnn",
    ])
    #expect(measured.status != 0)
    #expect(measured.errors.contains("symmetric codes without the lowest one"))
    // The file of before is as it was.
    #expect(try EncodingFileReader.read(output, as: Aimet061Format()) == decoded)
  }

  @Test(
    "options that make no file are refused",
    arguments: [
      (["--output", "x"], "--output needs --to: qviz-json"),
      (["--to", "csv"], "--to, --role and --trt-header are about the file that --output names"),
      (["--output", "x", "--to", "aimet"], "no format is called aimet; there are qviz-json"),
      (["--output", "-", "--to", "csv"], "--output needs the name of a file, found -"),
      (
        ["--output", "x", "--to", "csv", "--role", "bias"], "--role must be activation or parameter"
      ),
    ])
  func refused(options: [String], sentence: String) throws {
    let scratch = try ScratchFolder()
    let path = try Self.weights(in: scratch)
    let run = try Program.run(["measure", path] + options)
    #expect(run.status == 64 && run.errors.contains(sentence), "\(run.errors)")
    #expect(try scratch.names == ["w.bin"])
    let several = try Program.run(
      ["calibrate", path, "--output", scratch.path("y"), "--to", "csv"])
    #expect(several.status == 64 && several.errors.contains("name it with --calibrator"))
    let itself = try Program.run(["measure", path, "--output", path, "--to", "csv"])
    #expect(itself.status == 64 && itself.errors.contains("is one of the files that are read"))
  }
}
