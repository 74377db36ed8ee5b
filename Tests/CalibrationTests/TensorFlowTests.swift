import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

@Suite("TensorFlow's own toolchains")
struct TensorFlowTests {
  @Test("fake quantization nudges the range and replaces each value as TensorFlow does")
  func fakeQuantization() throws {
    var tally = GoldenTally("tf fake-quant")
    for golden in try ToolGolden.all("tflite", "tf.fake_quant").thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      let bitWidth = golden.integer("num_bits") ?? 8
      let isNarrow = golden.members["narrow_range"] == "True"
      let lower = golden.float("min") ?? .nan
      let upper = golden.float("max") ?? .nan
      #expect(
        Self.nudgingDifference(golden, lower, upper, "", bitWidth: bitWidth, isNarrow: isNarrow)
          == [], "\(golden)")
      tally.count(golden) {
        let quantizer = try TensorFlowFakeQuantToolchain(isNarrow ? .narrow : .plain).quantizer(
          for: ClippingRange(lower: Double(lower), upper: Double(upper)),
          scheme: Scheme(bitWidth: bitWidth))
        guard fixture.isQuick else { return [] }
        return difference(
          "values", golden.members["out_f32"], quantizer.dequantizedDigest(of: fixture.values))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("ranges are nudged as NudgeQuantizationRange and the op do, whatever they are")
  func nudgedRanges() throws {
    var tally = GoldenTally("tf nudged ranges")
    for golden in try ToolGolden.all("tflite-nudged-ranges") {
      let bitWidth = golden.integer("num_bits") ?? 8
      let isNarrow = golden.members["narrow_range"] == "True"
      let lower = golden.float("min") ?? .nan
      let upper = golden.float("max") ?? .nan
      tally.count(golden) {
        let nudging = Self.nudgingDifference(
          golden, lower, upper, "nudge_cc.", bitWidth: bitWidth, isNarrow: isNarrow)
        let quantizer = try TensorFlowFakeQuantToolchain(isNarrow ? .narrow : .plain).quantizer(
          for: ClippingRange(lower: Double(lower), upper: Double(upper)),
          scheme: Scheme(bitWidth: bitWidth))
        let probe = golden.doubles("tf_op_on_probe.probe") ?? []
        return nudging
          + difference(
            "values", golden.doubles("tf_op_on_probe.out"),
            probe.map { Double(quantizer.fakeQuantize(Float($0))) })
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("fake quantization of channels is TensorFlow's")
  func channels() throws {
    var tally = GoldenTally("tf fake-quant channels")
    for golden in try ToolGolden.all("tensorflow", "fake_quant_per_channel").thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      guard fixture.isQuick else { continue }
      tally.count(golden) {
        let parts = golden.record.split(separator: "/")
        let share = Float(parts[1]) ?? .nan
        let scheme = try Scheme(bitWidth: Int(parts[2]) ?? 0)
        let depth = fixture.shape.last ?? 1
        var values = fixture.values
        for channel in 0..<depth {
          let places = stride(from: channel, to: values.count, by: depth)
          let own = places.map { values[$0] }
          let range = ClippingRange(
            lower: Double(min((own.min() ?? 0) * share, 0)),
            upper: Double(max((own.max() ?? 0) * share, 0)))
          let encoding = try TensorFlowFakeQuantToolchain(.channels).encoding(
            for: range, scheme: scheme, isNarrow: parts.count > 3)
          let quantizer = AffineQuantizer(
            encoding: encoding, arithmetic: TensorFlowFakeQuantToolchain(.channels).arithmetic)
          for place in places { values[place] = quantizer.fakeQuantize(values[place]) }
        }
        return difference("values", golden.members["out"], ToolGolden.digest(of: values))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test(
    "codes of quantize and values of dequantize are TensorFlow's",
    arguments: [("tflite", "tf.quantize/"), ("tensorflow", "quantize/")])
  func quantize(file: String, prefix: String) throws {
    var tally = GoldenTally("tf quantize, \(file)")
    for golden in try ToolGolden.all(file, prefix).thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      let parts = golden.record.split(separator: "/")
      let bitWidth = parts[2].hasSuffix("16") ? 16 : 8
      let isScaled = parts[1] == "SCALED"
      tally.count(golden) {
        if parts[1] == "MIN_COMBINED" {
          return ["codes should be \(golden.members["q"] ?? "none"), MIN_COMBINED is not offered"]
        }
        let plain = try Scheme(
          bitWidth: bitWidth, symmetry: isScaled ? .symmetric : .asymmetric,
          signedness: parts[2].hasPrefix("q") && !parts[2].hasPrefix("qu") ? .signed : .unsigned)
        // Which of the two roundings a record was asked for with.
        let isEven = isScaled && (file == "tflite" || bitWidth == 16)
        let toolchain = TensorFlowQuantizeToolchain()
        let scheme = try toolchain.scheme(plain, rounding: isEven ? .halfEven : .halfAway)
        let block = try CalibratedBlock(
          MinMaxCalibrator().clippingRange(for: #require(fixture.block), scheme: scheme),
          scheme: scheme)
        guard fixture.isQuick else { return [] }
        return difference(
          "codes", golden.members["q"], block.quantizer.digest(of: fixture.values))
          + (golden.members["out"] == nil
            ? []
            : difference(
              "values", golden.members["out"],
              block.quantizer.dequantizedDigest(of: fixture.values)))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test(
    "quantize_and_dequantize_v2 replaces each value as TensorFlow does, but for the sign of zero")
  func roundTrip() throws {
    var tally = GoldenTally("tf quantize_and_dequantize_v2")
    for golden in try ToolGolden.all("tflite", "tf.quantize_and_dequantize_v2/").thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      guard fixture.isQuick else { continue }
      let isEven = golden.record.contains("HALF_TO_EVEN")
      tally.count(golden) {
        let quantizer = try Self.roundTripQuantizer(
          fixture, bitWidth: 8, signedness: .signed,
          symmetry: golden.record.hasSuffix("narrow") ? .restrictedSymmetric : .symmetric,
          rounding: isEven ? .halfEven : .halfUp, share: 1)
        // Where half-even rounds to zero the tool keeps the sign of the value; a level has none.
        let values = fixture.values.map { value in
          let level = quantizer.fakeQuantize(value)
          return isEven && level == 0 && value.sign == .minus ? -0.0 : level
        }
        return difference("values", golden.members["out_f32"], ToolGolden.digest(of: values))
      }
    }
    for golden in try ToolGolden.all("tensorflow", "qdq/").thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      guard fixture.isQuick else { continue }
      let parts = golden.record.split(separator: "/")
      tally.count(golden) {
        let quantizer = try Self.roundTripQuantizer(
          fixture, bitWidth: Int(parts[1]) ?? 0,
          signedness: parts[2] == "signed" ? .signed : .unsigned, symmetry: .symmetric,
          rounding: parts[4] == "HALF_TO_EVEN" ? .halfEven : .halfUp,
          share: parts[3] == "given" ? 0.5 : 1)
        return difference(
          "values", golden.members["out"], quantizer.dequantizedDigest(of: fixture.values))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  private static func roundTripQuantizer(
    _ fixture: Fixture, bitWidth: Int, signedness: Signedness, symmetry: Symmetry,
    rounding: RoundingMode, share: Float
  ) throws -> AffineQuantizer {
    let toolchain = TensorFlowRoundTripToolchain()
    let scheme = try toolchain.scheme(
      Scheme(bitWidth: bitWidth, symmetry: symmetry, signedness: signedness), rounding: rounding)
    return try CalibratedBlock(
      ClippingRange(
        lower: Double((fixture.values.min() ?? 0) * share),
        upper: Double((fixture.values.max() ?? 0) * share)), scheme: scheme
    ).quantizer
  }

  /// What differs between a golden's nudged range and ours.
  private static func nudgingDifference(
    _ golden: ToolGolden, _ lower: Float, _ upper: Float, _ prefix: String, bitWidth: Int,
    isNarrow: Bool
  ) -> [String] {
    let lowest = isNarrow ? 1 : 0
    let highest = (1 << bitWidth) - 1
    let found = TensorFlowFakeQuantToolchain.nudged(
      lower: lower, upper: upper, quantMin: lowest, quantMax: highest)
    func text(_ member: String) -> String {
      golden.float(prefix + member).map { $0.isNaN ? "NaN" : "\($0 + 0)" } ?? "nothing"
    }
    func text(_ value: Float) -> String { value.isNaN ? "NaN" : "\(value + 0)" }
    return difference("scale", text("nudged_scale"), text(found.scale))
      + difference(
        "min", text("nudged_min"), text(Float(lowest - found.zeroPoint) * found.scale))
      + difference(
        "max", text("nudged_max"), text(Float(highest - found.zeroPoint) * found.scale))
  }

  @Test("symmetric ranges are those of tfmot's quantizers, and tflite-minmax has them in force")
  func training() throws {
    let fixture = Fixture.named("adv_laplace")
    let lowest = try #require(fixture.values.min())
    let restricted = try TensorFlowFakeQuantToolchain().scheme(
      Scheme(bitWidth: 8, symmetry: .restrictedSymmetric))
    let weights = try fixture.calibrated(TFLiteMinMaxCalibrator(), scheme: restricted)
      .quantizer.encoding
    #expect(weights.scale == 2 * -lowest / 254)
    #expect((weights.quantMin, weights.zeroPoint, weights.quantMax) == (-127, 0, 127))
    let full = try TensorFlowFakeQuantToolchain().scheme(
      Scheme(bitWidth: 8, symmetry: .symmetric))
    let codes = try fixture.calibrated(TFLiteMinMaxCalibrator(), scheme: full).quantizer
    #expect(codes.encoding.quantMin == -128)
    #expect(codes.encoding.zeroPoint == 0)
    #expect(codes.encoding.scale == (-lowest * Float(254.0 / 256) - lowest) / 255)
    #expect(codes.arithmetic == TensorFlowFakeQuantToolchain().arithmetic)
    // A range that leaves zero out is shifted by the op, and widened by what tells it the range.
    let positive = Fixture.named("adv_all_pos")
    let op = try TensorFlowFakeQuantToolchain().encoding(
      for: ClippingRange(lower: 5, upper: 10), scheme: .standard)
    #expect((op.zeroPoint, op.dequantize(255)) == (0, 5))
    let scheme = try TensorFlowFakeQuantToolchain().scheme(.standard)
    let widened = try positive.calibrated(TFLiteMinMaxCalibrator(), scheme: scheme)
    #expect(widened.range.lower == 0)
    #expect(widened.quantizer.encoding.dequantize(255) > 9.9)
  }
}
