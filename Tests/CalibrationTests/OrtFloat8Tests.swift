import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

@Suite("float8 of ONNX Runtime")
struct OrtFloat8Tests {
  @Test("deviation, scale, codes and values of a weight are those of quantize_data")
  func weights() throws {
    var tally = GoldenTally("ort float8, whole weights")
    for golden in try ToolGolden.all("ort-float8", "quantize_data").thinnedInDebug
    where golden.record == "quantize_data" {
      let fixture = Fixture.named(golden.tensor)
      try tally.countBlock(golden) { _ in
        let deviation = OrtFloat8Scale.standardDeviation(of: fixture.values)
        let scale = OrtFloat8Scale.scale(ofDeviation: deviation)
        guard let encoding = Float8Encoding(scale: scale) else {
          return golden.error == nil ? ["no encoding"] : []
        }
        return difference("deviation", golden.float("std"), deviation)
          + difference("scale", golden.float("scale"), scale)
          + codesDifference(golden, encoding, fixture, member: "q")
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("each channel of a weight has the scale and the codes of quantize_data")
  func channels() throws {
    var tally = GoldenTally("ort float8, channels")
    for golden in try ToolGolden.all("ort-float8", "quantize_data/axis0").thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      try tally.countBlock(golden) { _ in
        let length = fixture.values.count / max(fixture.shape[0], 1)
        let channels = (0..<fixture.shape[0]).map { channel in
          Array(fixture.values[channel * length..<(channel + 1) * length])
        }
        let scales = channels.map {
          OrtFloat8Scale.scale(ofDeviation: OrtFloat8Scale.standardDeviation(of: $0))
        }
        let encodings = scales.compactMap(Float8Encoding.init(scale:))
        guard encodings.count == scales.count else { return ["no encoding"] }
        let expected = golden.members["scale"] ?? ""
        return
          (expected.hasPrefix("#")
          ? difference("scales", expected, ToolGolden.digest(of: scales))
          : difference("scales", golden.doubles("scale"), scales.map(Double.init)))
          + (fixture.isQuick
            ? difference(
              "codes", golden.members["q"],
              ToolGolden.digest(of: zip(encodings, channels).flatMap { $0.quantize($1) })) : [])
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("scale, codes and values of an activation are those of the distribution calibrator")
  func activations() throws {
    var tally = GoldenTally("ort float8, activations", asked: "ort-float8")
    for golden in try ToolGolden.all("ort-float8", "distribution/").thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      let calibrator = OrtFloat8Calibrator(
        scenario: golden.record.hasSuffix("p3") ? .cubeRoots : .same)
      try tally.countBlock(golden) { block in
        let encoding = try calibrator.float8Encoding(for: block)
        return difference("scale", golden.float("scale"), encoding.scale)
          + codesDifference(golden, encoding, fixture, member: "kernel_q")
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  private func codesDifference(
    _ golden: ToolGolden, _ encoding: Float8Encoding, _ fixture: Fixture, member: String
  ) -> [String] {
    guard fixture.isQuick else { return [] }
    let codes = encoding.quantize(fixture.values)
    return difference(member, golden.members[member], ToolGolden.digest(of: codes))
      + difference("kernel's codes", golden.members["kernel_q"], ToolGolden.digest(of: codes))
      + difference(
        "dequantized", golden.members["dequantized"],
        ToolGolden.digest(of: encoding.dequantize(codes)))
  }

  @Test("a row has a scale, a range and the error of its levels, and an integer scheme refuses it")
  func row() throws {
    let fixture = Fixture.named("adv_laplace")
    let tensor = try fixture.tensor(.perTensor)
    let calibrator = OrtFloat8Calibrator()
    let row = CalibrationRow(calibrator, on: tensor, scheme: .standard, reference: nil)
    guard case .chosen(let choice) = row.outcome else {
      Issue.record("not chosen: \(row.outcome)")
      return
    }
    let encoding = try #require(choice.float8Encoding(0))
    #expect(!choice.isInteger && choice.quantizers.isEmpty)
    #expect(choice.ranges == [encoding.representableRange])
    #expect(encoding.representableRange.upper == Double(448 * encoding.scale))
    let values = encoding.dequantize(encoding.quantize(fixture.values))
    let mean =
      zip(fixture.values, values).reduce(0.0) { sum, pair in
        let error = Double(pair.0) - Double(pair.1)
        return sum + error * error
      } / Double(values.count)
    let found = try #require(choice.error.meanSquaredError)
    // Sums of some thousand squares in float64.
    #expect(abs(found - mean) <= 1e-12 * mean)
    #expect(throws: CalibrationError.codesAreFloat8(tool: "ort-float8", encoding)) {
      try calibrator.calibratedBlocks(of: tensor, scheme: .standard)
    }
  }

  @Test("a channel that is not finite has no scale, and NaN and infinities have codes")
  func edgeCases() throws {
    let layout = try BlockLayout(shape: [3, 2], granularity: .perChannel(axis: 0))
    let values: [Float] = [.nan, .infinity, 1, 2, -3, 4]
    let tensor = TensorDistribution(values, layout: layout)
    let encodings = try OrtFloat8Calibrator().float8Encodings(of: tensor).values
    #expect(encodings.count == 3)
    #expect(encodings[0] == nil && encodings[1] != nil && encodings[2] != nil)
    let plain = try #require(Float8Encoding(scale: 1))
    #expect(
      plain.quantize([.nan, .infinity, -.infinity, 448, 1e9, 0, -0.0, -1e-30])
        == [0x7f, 0x7e, 0xfe, 0x7e, 0x7e, 0, 0x80, 0x80])
    let decoded = plain.dequantize([0x7f, 0xff, 0x80, 0x7e])
    #expect(decoded[0].isNaN && decoded[1].isNaN && decoded[2] == 0 && decoded[3] == 448)
    #expect(Float8Encoding(scale: 0) == nil)
    #expect(Float8Encoding(scale: .nan) == nil)
    #expect(Float8Encoding(scale: 1e36) == nil)
  }
}
