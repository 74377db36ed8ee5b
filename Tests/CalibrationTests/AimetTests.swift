import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("AIMET")
struct AimetTests {
  @Test(
    "scale in float64, offset and values of whole tensors are the tool's",
    arguments: ["tf", "percentile99.9", "percentile99.99", "percentile100", "tf_enhanced"])
  func tensors(mode: String) throws {
    var tally = GoldenTally("aimet \(mode)")
    let calibrator = try #require(Self.calibrator(mode))
    for golden in try ToolGolden.all("aimet", "\(mode)/").thinnedInDebug {
      let parts = golden.record.split(separator: "/").map(String.init)
      guard parts.count == 3 else { continue }
      let fixture = Fixture.named(golden.tensor)
      let block = try #require(fixture.block)
      guard !fixture.hasNonFinite else { continue }
      tally.count(golden) {
        let quantizer = try calibrator.answered(block, scheme: golden.aimetScheme()).quantizer
        return golden.differences(from: quantizer.encoding)
          + (fixture.isQuick
            ? difference(
              "values", golden.members["quantizeDequantize.out_f32"],
              quantizer.dequantizedDigest(of: fixture.values)) : [])
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test(
    "equal values with no room for 0.01 beside them are refused, where AIMET's answer is NaN or −1",
    arguments: [Float(1e6), -6.859957e19])
  func withoutRoom(value: Float) throws {
    let layout = try BlockLayout(shape: [7], granularity: .perTensor)
    let values = [Float](repeating: value, count: 7)
    let block = try #require(TensorDistribution(values, layout: layout).blocks.first)
    let calibrators: [any Calibrator] = [AimetPercentileCalibrator(), AimetEnhancedCalibrator()]
    for calibrator in calibrators {
      let error = try #require(throws: CalibrationError.self) {
        try calibrator.answered(block, scheme: Scheme(bitWidth: 8))
      }
      #expect("\(error)".contains("room for 0.01 beside them"), "\(calibrator.name)")
    }
  }

  @Test("AIMET ranges by infinities as by the largest float32, and gives NaN the lowest code")
  func nonFinite() throws {
    var tally = GoldenTally("aimet with what is not finite")
    for golden in try ToolGolden.all("aimet", "tf/").thinnedInDebug {
      let parts = golden.record.split(separator: "/").map(String.init)
      let fixture = Fixture.named(golden.tensor)
      guard parts.count == 3, fixture.hasNonFinite else { continue }
      let largest = Float.greatestFiniteMagnitude
      let numbers = fixture.values.filter { !$0.isNaN }.map { min(max($0, -largest), largest) }
      tally.count(golden) {
        let layout = try BlockLayout(shape: [numbers.count], granularity: .perTensor)
        let block = try #require(TensorDistribution(numbers, layout: layout).blocks.first)
        let quantizer = try AimetMinMaxCalibrator()
          .answered(block, scheme: golden.aimetScheme()).quantizer
        let standIns = fixture.values.map { $0.isNaN ? -largest : min(max($0, -largest), largest) }
        return golden.differences(from: quantizer.encoding)
          + difference(
            "values", golden.members["quantizeDequantize.out_f32"],
            quantizer.dequantizedDigest(of: standIns))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("each channel has the tool's scale and offset")
  func channels() throws {
    var tally = GoldenTally("aimet per channel")
    for golden in try ToolGolden.all("aimet").thinnedInDebug
    where golden.record.hasSuffix("per_channel_axis0") {
      let parts = golden.record.split(separator: "/").map(String.init)
      let calibrator = try #require(Self.calibrator(parts[0]))
      let fixture = Fixture.named(golden.tensor)
      #if DEBUG
        guard fixture.isQuick else { continue }
      #endif
      tally.count(golden) {
        let quantization = try TensorQuantization(
          fixture, .perChannel(axis: 0), by: calibrator, scheme: golden.aimetScheme())
        return quantization.scaleDifference(golden, "encodings.delta")
          + quantization.zeroPointDifference(golden, "encodings.offset") {
            $0.quantMin - $0.zeroPoint
          }
          + difference(
            "values", golden.members["quantizeDequantize.out_f32"], quantization.dequantizedDigest)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("the entropy search ends in the scale and offset of the tool")
  func entropy() throws {
    var tally = GoldenTally("aimet entropy")
    for golden in try ToolGolden.all("aimet-entropy").thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      let block = try #require(fixture.block)
      tally.count(golden) {
        let encoding = try AimetEntropyCalibrator()
          .answered(block, scheme: golden.aimetScheme()).quantizer.encoding
        return golden.differences(from: encoding)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test(
    "the entropy search refuses widths at which the tool would keep every value",
    arguments: [4, 16])
  func entropyWidths(bitWidth: Int) throws {
    let block = try #require(Fixture.named("adv_laplace").block)
    let error = try #require(throws: CalibrationError.self) {
      try AimetEntropyCalibrator().answered(block, scheme: Scheme(bitWidth: bitWidth))
    }
    #expect("\(error)".contains("8 bits; at \(bitWidth) AIMET silently keeps every value"))
  }

  /// The calibrator of a mode such as `percentile99.9`.
  static func calibrator(_ mode: String) -> (any Calibrator)? {
    switch mode {
    case "tf": AimetMinMaxCalibrator()
    case "tf_enhanced": AimetEnhancedCalibrator()
    default:
      Double(mode.dropFirst("percentile".count)).map { AimetPercentileCalibrator(percent: $0) }
    }
  }
}
