import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

/// What toolchains and calibrators make of ranges at the ends of float32 and float64.
@Suite struct ExtremeRangeTests {
  private static let smallest = Double.leastNonzeroMagnitude
  private static let largest = Double(Float.greatestFiniteMagnitude)

  @Test("tf-quantize has the levels of the tool at the largest float32, or says that it has none")
  func largestFloat() throws {
    let tool = TensorFlowQuantizeToolchain()
    for symmetry in [Symmetry.symmetric, .restrictedSymmetric] {
      for range in [-Self.largest...Self.largest, -Self.largest...0, -1...Self.largest] {
        let scheme = try Scheme(bitWidth: 8, symmetry: symmetry)
        let quantizer = try? tool.quantizer(
          for: ClippingRange(lower: range.lowerBound, upper: range.upperBound), scheme: scheme)
        guard let quantizer else { continue }
        // SCALED: the level is S · q, infinite where that overflows.
        let scale = quantizer.encoding.scale
        let levels = (scheme.quantMin...scheme.quantMax).map { scale * Float($0) }
        #expect(quantizer.staircase.levels == levels)
      }
    }
    // MIN_FIRST adds the lowest level, so that where it overflows the tool has no numbers.
    var refused = 0
    for (bitWidth, ulps) in [8, 16].flatMap({ width in (0..<64).map { (width, $0) } }) {
      let scheme = try Scheme(bitWidth: bitWidth)
      let lower = -Double(Float.greatestFiniteMagnitude.moved(byUlps: -ulps))
      let range = ClippingRange(lower: lower, upper: 0)
      do throws(CalibrationError) {
        let quantizer = try tool.quantizer(for: range, scheme: scheme)
        let codes = [0, 1, 128, 255, scheme.quantMax - 1, scheme.quantMax]
        let levels = codes.map { quantizer.dequantize($0) }
        #expect(!levels.contains(where: \.isNaN) && levels[0].isFinite)
      } catch {
        #expect(error == .noEncoding(.scaleOverflows(range)))
        refused += 1
      }
    }
    #expect(refused > 0)
  }

  @Test("no toolchain has an encoding of a range that is no number or infinite")
  func notFinite() throws {
    for tool in ToolchainCatalog.all {
      for scheme in try [Scheme(bitWidth: 8), Scheme(bitWidth: 8, symmetry: .symmetric)] {
        guard let scheme = try? tool.scheme(scheme) else { continue }
        for (lower, upper) in [(-Double.infinity, 1), (-1, Double.infinity), (0, Double.nan)] {
          #expect(throws: CalibrationError.self, "\(tool.name)") {
            try CalibratedBlock(ClippingRange(lower: lower, upper: upper), scheme: scheme)
          }
        }
      }
    }
  }

  @Test("ppq has no encoding of a range wider than float64")
  func widerThanFloat64() throws {
    let range = ClippingRange(lower: -.greatestFiniteMagnitude, upper: .greatestFiniteMagnitude)
    for range in [range, ClippingRange(lower: -.infinity, upper: 0)] {
      #expect(throws: CalibrationError.noEncoding(.scaleOverflows(range))) {
        try PPQToolchain().quantizer(for: range, scheme: .standard)
      }
    }
  }

  @Test("a scale that is 0 in float64 is tflite's, one that is infinite has no encoding")
  func scaleOfZero() throws {
    for (lower, upper) in [
      (-Self.smallest, 0), (0, Self.smallest), (-Self.smallest, Self.smallest),
    ] {
      let encoding = try TFLiteToolchain().quantizer(
        for: ClippingRange(lower: lower, upper: upper), scheme: .standard
      ).encoding
      #expect(encoding.scale == 0 && encoding.zeroPoint == 0)
    }
    for lower in [-Double.greatestFiniteMagnitude, -.infinity] {
      #expect(throws: CalibrationError.noEncoding(.scaleNotPositive(.infinity))) {
        try TFLiteToolchain().quantizer(
          for: ClippingRange(lower: lower, upper: .greatestFiniteMagnitude), scheme: .standard)
      }
    }
  }

  @Test(
    "every calibrator takes values a few subnormals apart",
    arguments: CalibratorCatalog.all.map(\.name))
  func subnormals(_ name: String) throws {
    let calibrator = try CalibratorCatalog.calibrator(named: name)
    let tensors: [[Double]] = [
      [0, Self.smallest], [0, 20 * Self.smallest, 40 * Self.smallest], [0, 2024 * Self.smallest],
      [-Self.smallest, Self.smallest], [1, 1.0.nextUp], [1e-45, 2e-45],
    ]
    for values in tensors {
      let tensor = TensorDistribution(
        values, layout: try BlockLayout(shape: [values.count], granularity: .perTensor))
      for symmetry in Symmetry.allCases {
        let row = CalibrationRow(
          calibrator, on: tensor, scheme: try Scheme(bitWidth: 8, symmetry: symmetry),
          reference: DivergenceReference(tensor))
        guard case .chosen(let choice) = row.outcome else { continue }
        #expect(choice.error.meanSquaredError.map { $0 >= 0 } == true)
      }
    }
  }
}
