import Foundation
import QuantizationEngine
import TestSupport
import Testing

/// `qviz measure` on a bias, in int32 codes.
@Suite struct BiasMeasureTests {
  /// What a report says of a bias.
  private struct Report: Decodable {
    struct Bias: Decodable {
      let inputScale: Double
      let weightScales, smallestWeightScales: [Double]
      let weights: String?
      let saturated: Int
    }
    struct Scheme: Decodable {
      let bits, quantMin, quantMax: Int
      let granularity, rounding: String
    }
    let bias: Bias
    let scheme: Scheme
    let encodings: [MeasurementReport.Encoding]
    let error: MeasurementReport.Metrics

    init(_ arguments: [String]) throws {
      let run = try Program.run(["measure"] + arguments + ["--json"])
      #expect(run.status == 0, "\(run.errors)")
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(Self.self, from: Data(run.output.utf8))
    }
  }

  private static func write(
    _ values: [Float], _ name: String, in scratch: ScratchFolder
  ) throws -> String {
    try scratch.write(values.flatMap { withUnsafeBytes(of: $0.bitPattern, Array.init) }, to: name)
  }

  @Test("a bias that people reported saturates, and the scale that avoids it is told")
  func reported() throws {
    let scratch = try ScratchFolder()
    let path = try Self.write([5, -4.5, 0.31, 0.002], "bias.bin", in: scratch)
    let (codes, levels) = (scratch.path("q.npy"), scratch.path("d.npy"))
    let report = try Report([
      path, "--bits", "32", "--scale", "3.92e-11", "--codes", codes, "--dequantized", levels,
    ])
    #expect(report.bias.saturated == 3)
    #expect(report.error.clippedAbove == 2 && report.error.clippedBelow == 1)
    #expect(report.scheme.bits == 32 && report.scheme.quantMin == Int(Int32.min))
    #expect(report.encodings.map(\.scale) == [Double(Float(3.92e-11))])
    #expect(report.encodings[0].zeroPoint == 0)
    // ONNX Runtime's codes: `golden/ort/_bias.json`.
    let array = try NpyArray(path: codes)
    #expect(array.dtype == "<i4" && array.shape == [4])
    #expect(array.integers == [2_147_483_647, -2_147_483_648, 2_147_483_647, 51_020_409])
    let row = try BiasGolden().rows[0]
    #expect(array.integers == row.codes.map(Int.init))
    #expect(try NpyArray(path: levels).dtype == "<f4")
    let smallest = try #require(report.bias.smallestWeightScales.first)
    #expect(abs(smallest / (5 / 2_147_483_647.0) - 1) < 3e-7)
    let spared = try Report([path, "--bits", "32", "--scale", "\(Float(smallest))"])
    #expect(spared.bias.saturated == 0)
    let less = try Report([path, "--bits", "32", "--scale", "\(Float(smallest).nextDown)"])
    #expect(less.bias.saturated == 1)
    let text = try Program.run(["measure", path, "--bits", "32", "--scale", "3.92e-11"]).output
    #expect(text.contains("int32 bias, about zero"))
    #expect(text.contains("3 of 4: values 0, 1, 2"))
    #expect(text.contains("with the scale at least 2.328306"))
  }

  @Test("the scale follows from an input and a weight, by channel")
  func product() throws {
    let scratch = try ScratchFolder()
    let weights: [Float] = [0.5, -1.27, 0.25, 0.1, 2.54, -0.3]
    let path = try Self.write([0.5, -0.25, 1], "conv.bias", in: scratch)
    let weight = try Self.write(weights, "w.bin", in: scratch)
    // Headerless weights have one dimension, so that each of six is a channel.
    let misfit = try Program.run([
      "measure", path, "--input-scale", "0.02", "--weights", weight,
    ])
    #expect(misfit.status == 65)
    #expect(misfit.errors.contains("has 3 values, and \(weight) has scales of 6 channels"))
    let npy = scratch.path("w.npy")
    #expect(
      try Program.run(["extract", weight, "--shape", "3,2", "-o", npy]).status == 0)
    let report = try Report([path, "--input-scale", "0.02", "--weights", npy])
    let scales = [1.27, 0.25, 2.54].map { Float(Double(Float($0)) / 127) }
    #expect(report.bias.weightScales == scales.map(Double.init))
    #expect(report.bias.inputScale == Double(Float(0.02)) && report.bias.weights == npy)
    #expect(report.encodings.map(\.scale) == scales.map { Double(Float(0.02) * $0) })
    #expect(report.bias.saturated == 0 && report.bias.smallestWeightScales.count == 3)
    #expect(report.scheme.granularity == "per_channel")
    let whole = try Report([
      path, "--input-scale", "0.02", "--weights", npy, "--granularity", "tensor", "--bits", "4",
      "--rounding", "half-away",
    ])
    #expect(whole.bias.weightScales == [Double(Float(Double(Float(2.54)) / 7))])
    #expect(whole.scheme.rounding == "half_away")
    let text = try Program.run(["measure", path, "--input-scale", "0.02", "--weights", npy]).output
    #expect(text.contains("0 of 3") && text.contains("with the weight's scales at least"))
  }

  @Test(
    "what makes no bias is one sentence",
    arguments: [
      (["--bits", "32"], "say --scale, or --input-scale and --weights"),
      (["--input-scale", "1"], "--input-scale needs --weights"),
      (["--weights", "w"], "--weights needs --input-scale"),
      (["--input-scale", "-1", "--weights", "w"], "--input-scale must be positive and finite"),
      (["--bits", "32", "--scale", "1", "--unsigned"], "only --rounding may be said"),
      (["--bits", "32", "--scale", "1", "--min", "0"], "--scale excludes --min"),
      (["--bits", "32", "--scale", "1", "--rounding", "up"], "rounded half-even or half-away"),
      (["--bits", "32", "--scale", "1", "--all"], "is measured alone"),
    ])
  func refused(options: [String], sentence: String) throws {
    let scratch = try ScratchFolder()
    let path = try Self.write([1, 2], "b.bin", in: scratch)
    let run = try Program.run(["measure", path] + options)
    #expect(run.status == 64 && run.errors.contains(sentence), "\(run.errors)")
    #expect(run.output.isEmpty)
  }
}
