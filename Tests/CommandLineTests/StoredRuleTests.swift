import Calibration
import Foundation
import QuantizationEngine
import TestSupport
import Testing

@testable import qviz

/// Integers that stand for real values: opened as those values, with their own encoding.
@Suite struct StoredRuleTests {
  private let scratch: ScratchFolder
  /// Native output of a device: every code once, and some again.
  private let codes: [UInt8]
  private let file: String

  init() throws {
    scratch = try ScratchFolder()
    codes = (0..<1000).map { UInt8($0 * 7 % 256) }
    file = try scratch.write(codes, to: "output.raw")
  }

  private static let meaning = ["--dtype", "uint8", "--scale", "0.05", "--zero-point", "100"]

  @Test("a scale and a zero-point make integers the values that they stand for")
  func values() throws {
    let report = try MeasurementReport(measuring: [file] + Self.meaning)
    #expect(report.tensor.dtype == "float32")
    let values = codes.map { Float(Double(Float(0.05)) * Double(Int($0) - 100)) }
    #expect(report.tensor.min == values.min().map(Double.init))
    #expect(report.tensor.max == values.max().map(Double.init))
    let written = scratch.path("values.npy")
    _ = try Program.run(["extract", file, "-o", written] + Self.meaning)
    let array = try NpyArray(path: written)
    #expect(array.dtype == "<f4" && array.bytes == values.withUnsafeBytes { Data($0) })
    _ = try Program.run(["extract", file, "--codes", "-o", written] + Self.meaning)
    #expect(try NpyArray(path: written).bytes == Data(codes))
  }

  @Test("without a scheme they are measured by that encoding, which gives the codes back")
  func asStored() throws {
    let written = scratch.path("codes.npy")
    let report = try MeasurementReport(measuring: [file, "--codes", written] + Self.meaning)
    let outcome = try Program.run(["measure", file, "--json"] + Self.meaning)
    #expect(outcome.output.contains("\"encodings_from\" : \"file\""))
    #expect(outcome.output.contains("\"stored_as\" : \"uint8 per_tensor\""))
    #expect(report.scheme.bits == 8 && report.scheme.symmetry == "asymmetric")
    let encoding = try #require(report.encodings.first)
    #expect(encoding.scale == Double(Float(0.05)) || encoding.scale == 0.05)
    #expect(encoding.zeroPoint == 100)
    #expect(report.error.mse == 0)
    #expect(try NpyArray(path: written).bytes == Data(codes))
  }

  @Test(
    "any word about scheme or range asks for another",
    arguments: [
      ["--bits", "8"], ["--asymmetric"], ["--granularity", "tensor"], ["--calibrator", "min-max"],
      ["--max", "1"],
    ])
  func asked(_ options: [String]) throws {
    let outcome = try Program.run(["measure", file, "--json"] + Self.meaning + options)
    #expect(outcome.status == 0 && !outcome.output.contains("encodings_from"))
  }

  @Test("the explorer starts with it, says so, and leaves it as any other")
  func screen() throws {
    let start = try Program.run(["snapshot", file, "--size", "100x30"] + Self.meaning)
    #expect(
      start.output.contains("uint8 asymmetric") && start.output.contains("of the stored codes"))
    #expect(
      start.output.contains("scale       0.05") && start.output.contains("zero-point  100"))
    let tuned = try Program.run(
      ["snapshot", file, "--size", "100x30", "--keys", "b"] + Self.meaning)
    #expect(tuned.output.contains("uint7 asymmetric"))
    let undone = try Program.run(
      ["snapshot", file, "--size", "100x30", "--keys", "b l u u"] + Self.meaning)
    #expect(undone.output.contains("zero-point  100"))
    let other = try Program.run(
      ["snapshot", file, "--size", "100x30", "--bits", "8"] + Self.meaning)
    #expect(!other.output.contains("of the stored codes"))
  }

  @Test("the list says stored until another scheme is in force, and again when that is taken back")
  func list() throws {
    let other = try scratch.write(codes.reversed(), to: "other.raw")
    func screen(_ keys: String) throws -> String {
      try Program.run(
        ["snapshot", file, other, "--size", "100x20", "--keys", keys] + Self.meaning
      ).output
    }
    #expect(try screen("j").components(separatedBy: "  stored\n").count == 3)
    let chosen = try screen("b")
    #expect(chosen.contains("uint7 asymmetric") && !chosen.contains("  stored\n"))
    #expect(try screen("b Enter").contains("uint7 asymmetric"))
    #expect(try screen("Enter").contains("of the stored codes"))
    #expect(try screen("b B Enter").contains("of the stored codes"))
    #expect(try screen("Enter Escape b B Enter").contains("zero-point  100"))
  }

  @Test("a model's groups keep their size and axis: in the title, under c, and in calibrate")
  func groups() throws {
    let model = "Tests/TensorFilesTests/Fixtures/tflite/blocks.tflite"
    func screen(_ keys: String) throws -> String {
      try Program.run(
        ["snapshot", model, "--tensor", "int4/blocks", "--size", "120x30", "--keys", keys]
      ).output
    }
    #expect(try screen("").contains("int4 symmetric · group 0 of 0…11, axis 1"))
    #expect(try screen("c").contains("int4 symmetric · per-tensor"))
    #expect(try screen("c c").contains("int4 symmetric · channel 0 of 0…5, axis 0"))
    #expect(try screen("c c c").contains("int4 symmetric · group 0 of 0…11, axis 1"))
    let table = try Program.run(
      ["calibrate", model, "--tensor", "int4/blocks", "--calibrator", "min-max"])
    #expect(table.output.hasPrefix("int4 symmetric · per group of 32 along axis 1, as stored\n"))
    let ranged = try Program.run(
      ["measure", model, "--tensor", "int4/blocks", "--calibrator", "mse", "--json"])
    #expect(ranged.output.contains("\"group_size\" : 32") && ranged.output.contains("\"bits\" : 4"))
  }

  @Test(
    "what is no integer has no scale, and a scale is a positive number",
    arguments: [
      (["samples/gelu.npy", "--scale", "1"], "is stored as float32, expected integers"),
      (["samples/gelu.npy", "--zero-point", "1"], "--zero-point needs --scale"),
      (["samples/gelu.npy", "--scale", "-1"], "--scale must be a positive finite float32"),
      (["samples/gelu.npy", "--scale", "nan"], "--scale must be a positive finite float32"),
      (
        ["samples/gelu.npy", "--scale", "1", "--zero-point", "1.5"], "is invalid for '--zero-point"
      ),
    ])
  func refusals(_ arguments: [String], _ words: String) throws {
    // To measure, floats are quantized by it.
    let isOfFloats = words.hasPrefix("is stored")
    for command in ["list", "calibrate"] + (isOfFloats ? [] : ["measure"]) {
      let outcome = try Program.run([command] + arguments)
      #expect(outcome.status == 64 && outcome.output.isEmpty && outcome.errors.contains(words))
    }
  }

  @Test("a zero-point is one of the codes")
  func zeroPoint() throws {
    let outcome = try Program.run(
      ["measure", file, "--dtype", "uint8", "--scale", "0.05", "--zero-point", "300"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("the zero-point 300 is no uint8, expected one from 0 to 255"))
  }

  @Test("a stored scale of 0 stays 0, and every code stands for 0")
  func zeroScale() throws {
    let scheme = try Scheme(bitWidth: 8, symmetry: .asymmetric, signedness: .unsigned)
    for scale in [Float(0), -0.0] {
      let block = try #require(StoredRule.block(scale, 7, scheme))
      let quantizer = block.quantizer
      #expect(quantizer.encoding.scale == 0 && quantizer.encoding.zeroPoint == 7)
      #expect(block.range == ClippingRange(lower: 0, upper: 0))
      #expect((0...255).allSatisfy { quantizer.dequantize($0) == 0 })
      #expect(quantizer.quantize(0) == 7)
    }
    let small = try #require(StoredRule.block(.leastNonzeroMagnitude, 7, scheme))
    #expect(small.quantizer.encoding.scale == 1)
  }

  @Test(
    "the range of an encoding gives the encoding back, to the bit", arguments: [UInt64(12)])
  func ranges(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<20_000 {
      let bits = [2, 4, 8, 16][Int(random.next() % 4)]
      let signedness = Signedness.allCases[Int(random.next() % 2)]
      let scale = Float(bitPattern: 0x0080_0000 + UInt32(random.next() % 0x6000_0000))
      let isMiddle = random.next() % 3 == 0
      let symmetry: Symmetry = isMiddle ? .symmetric : .asymmetric
      let scheme = try Scheme(bitWidth: bits, symmetry: symmetry, signedness: signedness)
      let code =
        isMiddle
        ? scheme.symmetricZeroPoint : scheme.quantMin + Int(random.next() % UInt64(1 << bits))
      let block = try #require(StoredRule.block(scale, Float(code), scheme))
      #expect(try scheme.encoding(for: block.range) == block.quantizer.encoding, "seed \(seed)")
    }
  }
}
