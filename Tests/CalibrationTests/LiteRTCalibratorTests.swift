import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

@Suite("the TFLite and LiteRT calibrators")
struct LiteRTCalibratorTests {
  @Test("scale, zero-point and codes of min-max are ai-edge-quantizer's")
  func minMax() throws {
    var tally = GoldenTally("ai-edge-quantizer min-max")
    for golden in try ToolGolden.all("tflite", "aeq/")
    where golden.record.contains("symmetric") && golden.record.hasSuffix("per_tensor") {
      let fixture = Fixture.named(golden.tensor)
      let name = golden.record.split(separator: "/")[1]
      let scheme = try Scheme(
        bitWidth: Int(name.drop { !$0.isNumber }) ?? 0,
        symmetry: name.hasPrefix("symmetric") ? .symmetric : .asymmetric,
        signedness: name.contains("uint") ? .unsigned : .signed)
      tally.count(golden) {
        let found = try fixture.calibratedIfAny(LiteRTMinMaxCalibrator(), scheme: scheme)
        return fixture.difference(golden, found)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("scales and codes of channels are ai-edge-quantizer's, restricted from 8 bits up")
  func channels() throws {
    var tally = GoldenTally("ai-edge-quantizer channels")
    for golden in try ToolGolden.all("tflite", "aeq/")
    where golden.record.hasSuffix("axis0") {
      let fixture = Fixture.named(golden.tensor)
      tally.count(golden) {
        guard golden.error == nil else {
          return try fixture.refusal(
            of: LiteRTMinMaxCalibrator(), bitWidth: 8, symmetry: .symmetric)
        }
        let bitWidth = golden.record.contains("int8") ? 8 : 4
        let found = try TensorQuantization(
          fixture, .perChannel(axis: 0), by: LiteRTMinMaxCalibrator(),
          scheme: Scheme(bitWidth: bitWidth, symmetry: .symmetric))
        let encodings = found.quantizers.map(\.encoding)
        #expect(encodings.allSatisfy { $0.quantMin == (bitWidth == 8 ? -127 : -8) })
        #expect(encodings.allSatisfy { $0.zeroPoint == 0 })
        return found.scaleDifference(golden)
          + (fixture.isQuick
            ? TestSupport.difference("codes", golden.members["q"], found.codesDigest) : [])
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("float64 scale and nudged zero-point are those of ChooseQuantizationParams")
  func nudged() throws {
    var tally = GoldenTally("tflite ChooseQuantizationParams")
    for golden in try ToolGolden.all("tflite", "tflite::") {
      let parts = golden.record.split(separator: "/")[1].split(separator: "_")
      let bits = Int(parts[0].drop { !$0.isNumber }) ?? 0
      let lowest = parts[0].hasPrefix("u") ? 0 : -(1 << (bits - 1))
      tally.count(golden) {
        let found = TFLiteToolchain.nudged(
          lower: golden.double("rmin") ?? .nan, upper: golden.double("rmax") ?? .nan,
          quantMin: lowest + parts.count - 1, quantMax: lowest + (1 << bits) - 1)
        return difference("scale", golden.double("scale"), found.scale)
          + difference("zero-point", golden.integer("zero_point"), found.zeroPoint)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("tflite-minmax encodes the range that it kept, restricted where symmetric")
  func tfliteMinMax() throws {
    var tally = GoldenTally("tflite min-max", asked: "tflite-minmax")
    for golden in try ToolGolden.all("tflite", "tflite::ChooseQuantizationParams/")
    where !golden.record.hasSuffix("narrow") {
      let fixture = Fixture.named(golden.tensor)
      let type = golden.record.split(separator: "/")[1]
      let scheme = try Scheme(
        bitWidth: type.hasSuffix("16") ? 16 : 8, symmetry: .asymmetric,
        signedness: type.hasPrefix("u") ? .unsigned : .signed)
      tally.count(golden) {
        let encoding = try fixture.calibrated(TFLiteMinMaxCalibrator(), scheme: scheme)
          .quantizer.encoding
        return difference("scale", golden.double("scale").map { Float($0) }, encoding.scale)
          + difference("zero-point", golden.integer("zero_point"), encoding.zeroPoint)
      }
    }
    tally.report()
    #expect(tally.differences == [])
    let weights = try Fixture.named("adv_laplace").calibrated(TFLiteMinMaxCalibrator(), bitWidth: 8)
    #expect(weights.quantizer.encoding.quantMin == -127)
    #expect(weights.quantizer.encoding.scale == Float(weights.range.absoluteMaximum) / 127)
  }

  @Test(
    "octav and mse are ai-edge-quantizer's but for the rounding of its sums",
    arguments: ["octav", "mse_rule"])
  func sums(name: String) throws {
    var tally = GoldenTally("ai-edge-quantizer \(name)")
    let calibrator: any Calibrator =
      name == "octav" ? LiteRTOctavCalibrator() : LiteRTMeanSquaredErrorCalibrator()
    for golden in try ToolGolden.all("tflite", "aeq/\(name)") {
      let fixture = Fixture.named(golden.tensor)
      let scheme = try Scheme(
        bitWidth: golden.record.contains("int8") ? 8 : 4, symmetry: .symmetric)
      tally.count(golden) {
        try fixture.difference(golden, fixture.calibratedIfAny(calibrator, scheme: scheme))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("what the tools do not have is refused with a sentence")
  func refusals() throws {
    let fixture = Fixture.named("adv_laplace")
    let cases: [(any Calibrator, Scheme)] = [
      (LiteRTOctavCalibrator(), .standard), (LiteRTMeanSquaredErrorCalibrator(), .standard),
      (LiteRTMeanSquaredErrorCalibrator(), try Scheme(bitWidth: 6, symmetry: .symmetric)),
      (TFLiteMinMaxCalibrator(), try Scheme(bitWidth: 4)),
    ]
    for (calibrator, scheme) in cases {
      #expect(throws: CalibrationError.self) {
        try fixture.calibrated(calibrator, scheme: scheme)
      }
    }
  }
}

extension Fixture {
  /// What differs between a golden's scale, zero-point and codes and what was found.
  fileprivate func difference(_ golden: ToolGolden, _ found: CalibratedBlock?) -> [String] {
    if golden.error != nil { return found == nil ? [] : ["should be refused"] }
    let encoding = found?.quantizer.encoding
    var result =
      TestSupport.difference("scale", golden.float("scale"), encoding?.scale)
      + TestSupport.difference(
        "zero-point", golden.integer("zero_point") ?? 0, encoding?.zeroPoint)
    if isQuick {
      result += TestSupport.difference(
        "codes", golden.members["q"], found?.quantizer.digest(of: values))
    }
    return result
  }
}
