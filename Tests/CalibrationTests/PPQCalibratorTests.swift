import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

@Suite("the PPQ calibrators")
struct PPQCalibratorTests {
  @Test(
    "scale, offset and codes are PPQ's",
    arguments: ["minmax", "percentile", "kl", "mse"])
  func calibrators(method: String) throws {
    var tally = GoldenTally("ppq \(method)")
    for golden in try ToolGolden.all("ppq", "\(method)/").thinnedInDebug
    where !golden.record.contains("rounding") && !golden.record.contains("channel") {
      let fixture = Fixture.named(golden.tensor)
      let grid: PPQToolchain.ScaleGrid = golden.record.hasSuffix("pow2") ? .powersOfTwo : .any
      let calibrator: any Calibrator =
        switch method {
        case "minmax": PPQMinMaxCalibrator(grid)
        case "percentile": PPQPercentileCalibrator()
        case "kl": PPQEntropyCalibrator()
        default: PPQMeanSquaredErrorCalibrator()
        }
      let scheme = try Scheme(
        bitWidth: golden.record.contains("8") ? 8 : 4,
        symmetry: golden.record.contains("asym") ? .asymmetric : .symmetric)
      tally.count(golden) {
        if golden.error != nil {
          return try fixture.calibratedIfAny(calibrator, scheme: scheme) == nil
            ? [] : ["should be refused"]
        }
        return fixture.differences(golden, try fixture.calibrated(calibrator, scheme: scheme))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("scales, codes and values of channels are PPQ's")
  func channels() throws {
    var tally = GoldenTally("ppq channels")
    for golden in try ToolGolden.all("ppq", "minmax/sym8/per_channel_axis0")
    where golden.error == nil {
      let fixture = Fixture.named(golden.tensor)
      tally.count(golden) {
        let found = try TensorQuantization(
          fixture, .perChannel(axis: 0), by: PPQMinMaxCalibrator(),
          scheme: Scheme(bitWidth: 8, symmetry: .symmetric))
        guard fixture.isQuick else { return found.scaleDifference(golden) }
        return found.scaleDifference(golden)
          + difference("codes", golden.members["q"], found.codesDigest)
          + difference("values", golden.members["out_f32"], found.dequantizedDigest)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test(
    "the observer that keeps the order of rows is not offered, and every golden of it is listed")
  func isotone() throws {
    var tally = GoldenTally("ppq isotone")
    for golden in try ToolGolden.all("ppq", "isotone/") {
      tally.count(golden) {
        ["\(golden.members["scale"].map { "scale should be \($0)" } ?? "an error"), is not offered"]
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("codes with each rounding policy are PPQ's")
  func roundings() throws {
    var tally = GoldenTally("ppq roundings")
    // ROUND_TO_NEAR_INT is refused by both.
    let modes: [String: RoundingMode] = [
      "ROUND_HALF_EVEN": .halfEven, "ROUND_HALF_UP": .halfUp, "ROUND_HALF_DOWN": .halfDown,
      "ROUND_HALF_TOWARDS_ZERO": .halfTowardsZero, "ROUND_HALF_FAR_FORM_ZERO": .halfAwayBySum,
      "ROUND_UP": .up, "ROUND_TO_NEAR_INT": .halfAway,
    ]
    for golden in try ToolGolden.all("ppq", "minmax/sym8/rounding_").thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      let mode = modes[String(golden.record.split(separator: "/")[2].dropFirst("rounding_".count))]
      tally.count(golden) {
        let plain = try Scheme(bitWidth: 8, symmetry: .symmetric)
        let scheme = try? PPQToolchain().scheme(plain, rounding: mode ?? .halfAway)
        guard let scheme else { return golden.error == nil ? ["should not be refused"] : [] }
        return fixture.differences(
          golden, try fixture.calibrated(PPQMinMaxCalibrator(), scheme: scheme))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("a rounding that was chosen stays with the tool, and goes with it")
  func chosenRounding() throws {
    let plain = try Scheme(bitWidth: 8, symmetry: .symmetric)
    let chosen = try PPQToolchain().scheme(plain, rounding: .halfDown)
    #expect(try PPQToolchain().scheme(chosen) == chosen)
    #expect(try PPQToolchain(.powersOfTwo).scheme(chosen).arithmetic.rounding == .halfEven)
    let fixture = Fixture.named("adv_laplace")
    let calibrators: [any Calibrator] = [
      PPQMinMaxCalibrator(), PPQPercentileCalibrator(), PPQEntropyCalibrator(),
      PPQMeanSquaredErrorCalibrator(),
    ]
    for calibrator in calibrators {
      #expect(
        try fixture.calibrated(calibrator, scheme: chosen).quantizer.arithmetic.rounding
          == .halfDown)
      let powers = try PPQToolchain(.powersOfTwo).scheme(plain)
      let scale = try fixture.calibrated(calibrator, scheme: powers).quantizer.encoding.scale
      #expect(scale.significand == 1)
    }
  }

  @Test("schemes that PPQ lacks are refused with a sentence")
  func refusals() throws {
    let fixture = Fixture.named("adv_laplace")
    let signed = try Scheme(bitWidth: 8, symmetry: .asymmetric, signedness: .signed)
    let unsigned = try Scheme(bitWidth: 8, symmetry: .symmetric, signedness: .unsigned)
    let wide = try Scheme(bitWidth: 13, symmetry: .symmetric)
    let cases: [(any Calibrator, Scheme)] = [
      (PPQMinMaxCalibrator(), signed), (PPQPercentileCalibrator(), unsigned),
      (PPQEntropyCalibrator(), .standard), (PPQEntropyCalibrator(), wide),
      (PPQMeanSquaredErrorCalibrator(), wide),
    ]
    for (calibrator, scheme) in cases {
      #expect(throws: CalibrationError.self) { try fixture.calibrated(calibrator, scheme: scheme) }
    }
  }
}

extension Fixture {
  /// What differs between a golden's scale, offset and codes and what was found.
  fileprivate func differences(_ golden: ToolGolden, _ found: CalibratedBlock) -> [String] {
    let encoding = found.quantizer.encoding
    var result =
      difference("scale", golden.float("scale"), encoding.scale)
      + difference("offset", golden.float("offset"), Float(encoding.zeroPoint))
      + difference("quantMin", golden.integer("quant_min"), encoding.quantMin)
      + difference("quantMax", golden.integer("quant_max"), encoding.quantMax)
    if isQuick, let codes = golden.members["q"] {
      result += difference("codes", codes, found.quantizer.digest(of: values))
    }
    if isQuick, let dequantized = golden.members["out_f32"] {
      result += difference("values", dequantized, found.quantizer.dequantizedDigest(of: values))
    }
    return result
  }
}
