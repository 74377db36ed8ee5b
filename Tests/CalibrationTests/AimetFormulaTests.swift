@testable import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("AIMET's formulas")
struct AimetFormulaTests {
  @Test("at 2 and 12 bits too, where four symmetric codes have a formula of their own")
  func otherWidths() throws {
    var tally = GoldenTally("aimet at 2 and 12 bits")
    for golden in try ToolGolden.all("aimet-widths").thinnedInDebug {
      let parts = golden.record.split(separator: "/").map(String.init)
      let calibrator = try #require(AimetTests.calibrator(parts[0]))
      let block = try #require(Fixture.named(golden.tensor).block)
      tally.count(golden) {
        let encoding =
          try calibrator
          .answered(block, scheme: golden.aimetScheme()).quantizer.encoding
        return golden.differences(from: encoding)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("the formula for a range fixed by hand is that of the Python functions")
  func fixedRange() throws {
    var tally = GoldenTally("aimet create_encoding_from_min_max")
    for golden in try ToolGolden.all("aimet", "py.create_encoding_from_min_max/").thinnedInDebug {
      let block = try #require(Fixture.named(golden.tensor).block)
      tally.count(golden) {
        let encoding = try AimetMinMaxCalibrator(.fixed)
          .answered(block, scheme: golden.aimetScheme()).quantizer.encoding
        return golden.differences(from: encoding, "")
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("what the Python functions start from has the same formulas, above the larger end alone")
  func startOfFixedRange() throws {
    var tally = GoldenTally("aimet calculate_delta_offset")
    for golden in try ToolGolden.all("aimet", "py.calculate_delta_offset/").thinnedInDebug {
      let parts = golden.record.split(separator: "/").map(String.init)
      let steps = Double((1 << (Int(parts[1].dropFirst(2)) ?? 8)) - 1)
      let bounds = try #require(Fixture.named(golden.tensor).block?.floatBounds)
      tally.count(golden) {
        let isMirrored = parts[2] != "asymmetric" && bounds.lowerBound < 0
        let formula = AimetFormula(
          steps: parts[2] == "symmetric_strict" ? steps - 1 : steps, isMirrored: isMirrored)
        let lower = min(Double(bounds.lowerBound), 0)
        let upper = max(Double(bounds.upperBound), 0, lower + 1e-5)
        let (scale, below) =
          isMirrored
          ? formula.first(ClippingRange(lower: -upper, upper: upper), leastWidth: 0)
          : formula.fixed(ClippingRange(lower: lower, upper: upper), leastWidth: 0)
        return difference("scale", golden.double("delta"), scale)
          + difference("offset", golden.double("offset"), -below)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test(
    "AIMET up to 2.0 and SNPE have the encodings of aimet-torch 2.0.0",
    arguments: [AimetToolchain.Generation.first, .snpe])
  func firstGeneration(generation: AimetToolchain.Generation) throws {
    var tally = GoldenTally("\(generation.rawValue)-minmax")
    let calibrator = AimetMinMaxCalibrator(generation)
    for golden in try ToolGolden.all("aimet-2.0").thinnedInDebug {
      let scheme = try golden.aimetScheme()
      guard (try? calibrator.toolchain.repertoire.check(scheme, tool: "")) != nil else { continue }
      let block = try #require(Fixture.named(golden.tensor).block)
      tally.count(golden) {
        let encoding = try calibrator.answered(block, scheme: scheme).quantizer.encoding
        return golden.differences(from: encoding)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("aimet-torch has its scale and zero-point in float32, and PyTorch's values")
  func torch() throws {
    var tally = GoldenTally("aimet-torch")
    for golden in try ToolGolden.all("aimet-torch").thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      let block = try #require(fixture.block)
      tally.count(golden) {
        let quantizer = try AimetMinMaxCalibrator(.torch)
          .answered(block, scheme: golden.aimetScheme()).quantizer
        return golden.differences(from: quantizer.encoding, "")
          + (fixture.isQuick
            ? difference(
              "values", golden.members["out_f32"], quantizer.dequantizedDigest(of: fixture.values))
            : [])
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  // The manual prints bounds to at most six decimals.
  @Test(
    "SNPE's encodings are the worked examples of its manual, to the digits printed",
    arguments: [
      (lower: Float(5), upper: Float(10), bounds: (0.0, 10.0), zero: 0),
      (-20, -6, (-20, 0), 255), (-5.1, 5.1, (-5.12, 5.08), 128),
      (-1.8, 0.5, (-1.803922, 0.496078), 200),
    ])
  func manual(lower: Float, upper: Float, bounds: (Double, Double), zero: Int) throws {
    let quantizer = try AimetToolchain(.snpe).quantizer(
      for: ClippingRange(lower: Double(lower), upper: Double(upper)),
      scheme: Scheme(bitWidth: 8, signedness: .unsigned))
    let range = quantizer.encoding.representableRange
    #expect(abs(range.lower - bounds.0) < 1e-6 && abs(range.upper - bounds.1) < 1e-6)
    #expect(quantizer.encoding.zeroPoint == zero)
  }

  @Test("SNPE's codes are those of its manual's example")
  func manualCodes() throws {
    let values: [Float] = [-1.8, -1, 0, 0.5]
    let layout = try BlockLayout(shape: [4], granularity: .perTensor)
    let block = try #require(TensorDistribution(values, layout: layout).blocks.first)
    let quantizer = try AimetMinMaxCalibrator(.snpe).calibrated(
      block, scheme: Scheme(bitWidth: 8, signedness: .unsigned)
    ).quantizer
    #expect(values.map(quantizer.quantize) == [0, 89, 200, 255])
    // Printed to four decimals, the second one cut off rather than rounded.
    for (value, printed) in zip(values, [-1.8039, -1.0011, 0, 0.4961]) {
      #expect(abs(Double(quantizer.fakeQuantize(value)) - printed) < 1e-4)
    }
  }
}

extension ToolGolden {
  /// The scheme of a record of AIMET such as `tf/bw8/symmetric_strict`.
  func aimetScheme() throws -> Scheme {
    let parts = record.split(separator: "/").map(String.init)
    return try Scheme(
      bitWidth: Int(parts[1].dropFirst(2)) ?? 8,
      symmetry: parts[2] == "asymmetric"
        ? .asymmetric : parts[2] == "symmetric_strict" ? .restrictedSymmetric : .symmetric,
      signedness: parts[2] == "asymmetric" || parts[2] == "symmetric_unsigned" ? .unsigned : .signed
    )
  }

  /// Whether scale and offset are those of an encoding.
  func differences(
    from encoding: AffineEncoding, _ prefix: String = "encodings."
  ) -> [String] {
    difference("scale", double(prefix + "delta"), encoding.wideScale)
      + difference(
        "offset", double(prefix + "offset"), Double(encoding.quantMin - encoding.zeroPoint))
  }
}
