import Foundation
import QuantizationEngine
import Testing

@testable import EncodingFiles

/// `qviz convert`, on files that tools wrote.
@Suite struct ConvertTests {
  private static let folder = "Tests/EncodingFilesTests/Fixtures/"

  /// A tensor of zeros with a name and a shape.
  private static func tensor(
    _ name: String, _ shape: [Int], in scratch: ScratchFolder
  ) throws -> String {
    let count = shape.reduce(1, *)
    let list = shape.map(String.init).joined(separator: ", ")
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(list),), }"
    while (10 + header.utf8.count + 1) % 64 != 0 { header += " " }
    header += "\n"
    return try scratch.write(
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + header.utf8
        + [UInt8](repeating: 0, count: 4 * count), to: "\(name).npy")
  }

  @Test("AIMET's export becomes ONNX Runtime's overrides, and what is lost is said")
  func overrides() throws {
    let scratch = try ScratchFolder()
    let output = scratch.path("o.json")
    let input = Self.folder + "aimet-1.0.0.encodings"
    let run = try Program.run(["convert", input, "--to", "ort-overrides", "-o", output, "--json"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("as ort-overrides: 3 tensors"))
    #expect(
      run.errors.contains("aimet-1.0.0 does not say it: the axis is taken to be 0 (--axis): 1"))
    #expect(
      run.errors.contains(
        "note: ort-overrides has no words for the role, the codes and the symmetry: 3 tensors"))
    let said = try Aimet100Format().decode(
      [UInt8](Data(contentsOf: Checkout.root.appending(path: input))))
    let written = try EncodingFileReader.read(output, as: OverridesFormat())
    for tensor in written.tensors {
      let source = try #require(said.tensors.first { $0.name == tensor.name })
      #expect(
        tensor.levels
          == .scales(source.encodings.map(\.scale), zeroPoints: source.encodings.map(\.zeroPoint)))
    }
    struct Report: Decodable {
      struct Tensor: Decodable {
        let name: String
        let encodings: Int?
        let unsaid, assumed: [String]?
      }
      let from, to: String
      let bytes: Int
      let tensors: [Tensor]
    }
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    #expect(report.from == "aimet-1.0.0" && report.to == "ort-overrides")
    #expect(report.tensors.map(\.name) == said.tensors.map(\.name))
    #expect(report.tensors.map(\.encodings) == said.tensors.map(\.encodings.count))
    #expect(report.tensors[0].unsaid == ["role", "codes", "symmetry"])
    #expect(report.bytes == (try Data(contentsOf: URL(filePath: output))).count)
  }

  @Test("there and back nothing changes that both say", arguments: ["qviz-json", "aimet-0.6.1"])
  func back(by target: String) throws {
    let scratch = try ScratchFolder()
    let (middle, output) = (scratch.path("m.json"), scratch.path("b.encodings"))
    for (input, format, path) in [
      (Self.folder + "aimet-1.0.0.encodings", target, middle), (middle, "aimet-1.0.0", output),
    ] {
      let run = try Program.run(["convert", input, "--to", format, "-o", path])
      #expect(run.status == 0, "\(run.errors)")
    }
    let read = { (path: String) in
      try EncodingFileReader.read(path, as: Aimet100Format()).tensors.sorted { $0.name < $1.name }
    }
    #expect(
      try read(output)
        == read(Checkout.root.appending(path: Self.folder + "aimet-1.0.0.encodings").path))
  }

  @Test("a shape that the target needs comes from --tensors; without it the others are written")
  func shapes() throws {
    let scratch = try ScratchFolder()
    let output = scratch.path("o.json")
    let input = Self.folder + "aimet-1.0.0.encodings"
    let convert = ["convert", input, "--to", "litert-calibration", "-o", output]
    let lacking = try Program.run(convert)
    #expect(lacking.status == 65)
    #expect(lacking.errors.contains("need the shape of tensor 'conv.weight', which is not known"))
    #expect(lacking.errors.contains("1 of 3 tensors were not converted"))
    let two = try EncodingFileReader.read(output, as: LiteRTCalibrationFormat())
    #expect(two.tensors.map(\.name) == ["x", "y"])
    // The axis is the one with as many elements as there are channels.
    let weight = try Self.tensor("conv.weight", [3, 24], in: scratch)
    let known = try Program.run(convert + ["--tensors", weight])
    #expect(known.status == 0, "\(known.errors)")
    #expect(!known.errors.contains("the axis is taken"))
    let three = try EncodingFileReader.read(output, as: LiteRTCalibrationFormat())
    #expect(three.tensors[0].granularity == .perChannel(axis: 1))
    let other = try Self.tensor("y", [5], in: scratch)
    try FileManager.default.removeItem(atPath: weight)
    let wrong = try Self.tensor("conv.weight", [3, 25], in: scratch)
    let misfit = try Program.run(convert + ["--tensors", wrong, other])
    #expect(misfit.status == 65)
    #expect(
      misfit.errors.contains("tensor 'conv.weight' needs 3 encodings, one per block, found 24"))
    let over = try Program.run(["convert", input, "--to", "csv", "-o", other, "--tensors", other])
    #expect(over.status == 64 && over.errors.contains("is one of the files that are read"))
  }

  @Test("codes that the file does not say are what the options say, or are refused")
  func codes() throws {
    let scratch = try ScratchFolder()
    let output = scratch.path("o.json")
    let input = try scratch.write(
      #"{"x": [{"scale": 0.5, "zero_point": -3}]}"#.utf8, to: "overrides.json")
    let convert = ["convert", input, "--to", "qviz-json", "-o", output]
    let refused = try Program.run(convert)
    #expect(refused.status == 65)
    #expect(
      refused.errors.contains("zero-point -3 of tensor 'x', block 0, is not among the codes 0…255"))
    #expect(refused.errors.contains("--signed"))
    #expect(!FileManager.default.fileExists(atPath: output))
    let signed = try Program.run(convert + ["--signed", "--bits", "4", "--role", "parameter"])
    #expect(signed.status == 0, "\(signed.errors)")
    #expect(!signed.errors.contains("codes are taken"))
    #expect(
      signed.errors.contains("ort-overrides does not say it: rounding is taken to be half-even"))
    let tensor = try #require(EncodingFileReader.read(output, as: QvizFormat()).tensors.first)
    #expect(tensor.role == .parameter && tensor.shape == nil)
    #expect(tensor.rangeOrigin == "ort-overrides")
    #expect(
      tensor.encodings == [
        try AffineEncoding(scale: 0.5, zeroPoint: -3, quantMin: -8, quantMax: 7)
      ])
    let contrary = try Program.run(
      ["convert", output, "--to", "csv", "-o", scratch.path("c.csv"), "--bits", "8"])
    #expect(contrary.status == 65)
    #expect(
      contrary.errors.contains("the file says asymmetric codes -8…7 of tensor 'x', and 256 levels"))
  }

  @Test("scales, ranges and tables of other tools are completed")
  func tables() throws {
    let scratch = try ScratchFolder()
    let output = scratch.path("o.json")
    for (text, format, names) in [
      ("TRT-8601-EntropyCalibration2\nx: 3c92aa10\n", "trt-cache", ["x"]),
      ("x:2.5\n", "trt-ranges", ["x"]),
      ("conv1_param_0 312.5 250\nconv1 42.5\n", "ncnn", ["conv1_param_0", "conv1"]),
    ] {
      let input = try scratch.write(text.utf8, to: "in.txt")
      let run = try Program.run(["convert", input, "--to", "qviz-json", "-o", output])
      #expect(run.status == 0, "\(run.errors)")
      #expect(!run.errors.contains("codes are taken"), "\(format)")
      let tensors = try EncodingFileReader.read(output, as: QvizFormat()).tensors
      #expect(tensors.map(\.name) == names)
      #expect(tensors.allSatisfy { $0.rangeOrigin == format })
      #expect(tensors.allSatisfy { $0.scheme?.quantMax == 127 })
    }
  }

  @Test("a bias of 32 bits is said, and the others are written")
  func bias() throws {
    let scratch = try ScratchFolder()
    let output = scratch.path("o.encodings")
    let run = try Program.run([
      "convert", Self.folder + "aimet-2.0.0.encodings", "--to", "aimet-0.6.1", "-o", output,
    ])
    #expect(run.status == 65)
    #expect(run.errors.contains("tensor 'conv.bias': bit width must be from 1 to 16, found 32"))
    #expect(run.errors.contains("1 of 4 tensors were not converted"))
    let decoded = try EncodingFileReader.read(output, as: Aimet061Format())
    #expect(decoded.tensors.map(\.name) == ["x", "y", "conv.weight"])
  }

  @Test(
    "what cannot be is refused before anything is written",
    arguments: [
      (["--to", "csv"], 64, "--output"),
      (["-o", "out"], 64, "--output needs --to"),
      ([], 64, "convert writes a file: say --to and --output"),
      (["--to", "csv", "-o", "in.json"], 64, "is one of the files that are read"),
      (["--to", "csv", "-o", "out", "--from", "csv"], 64, "csv is not read; read are qviz-json"),
      (["--to", "csv", "-o", "out", "--from", "x"], 64, "no format is called x; read are"),
      (
        ["--to", "csv", "-o", "out", "--bits", "8", "--levels", "9"], 64,
        "--bits and --levels exclude each other"
      ),
      (["--to", "csv", "-o", "out", "--bits", "1"], 64, "bit width must be from 2 to 16"),
      (["--to", "csv", "-o", "out", "--from", "ncnn"], 65, "in.json: line 1 must be"),
    ])
  func refused(options: [String], status: Int32, sentence: String) throws {
    let scratch = try ScratchFolder()
    try scratch.write(#"{"x": [{"scale": 0.5, "zero_point": 3}]}"#.utf8, to: "in.json")
    let run = try Program.run(["convert", "in.json"] + options, in: scratch.url)
    #expect(run.status == status && run.errors.contains(sentence), "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(try scratch.names == ["in.json"])
  }

  @Test("a file of no format, and one of two, are refused in one sentence")
  func unknown() throws {
    let scratch = try ScratchFolder()
    for (text, sentence) in [
      (#"{"a": 1}"#, "in.json: is of no format of encodings that is read: qviz-json"),
      (
        #"{"tensors": [{"qscheme": ""}], "quantize_linear": []}"#,
        "in.json: could be torch or onnx-parameters: say which with --from"
      ),
      ("{", "in.json: not JSON: expected a name in quotes"),
    ] {
      try scratch.write(text.utf8, to: "in.json")
      let run = try Program.run(
        ["convert", "in.json", "--to", "csv", "-o", "out"], in: scratch.url)
      #expect(run.status == 65 && run.errors.contains(sentence), "\(run.errors)")
    }
    let missing = try Program.run(
      ["convert", "none.json", "--to", "csv", "-o", "out"], in: scratch.url)
    #expect(missing.status == 66)
  }
}
