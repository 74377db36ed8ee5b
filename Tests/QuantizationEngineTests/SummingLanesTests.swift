import TestSupport
import Testing

@testable import QuantizationEngine

/// Four values at a time against one by one, where a sum is rounded and where ties go away from zero.
@Suite struct SummingLanesTests {
  private static let arithmetics: [QuantizationArithmetic] = [
    RoundingMode.halfEven, .halfAway,
  ].flatMap { rounding in
    [ScalingOperation.divide, .multiplyByInverse].flatMap { scaling in
      [ZeroPointAddition.afterRounding, .beforeRounding, .fromLowestCode].map {
        QuantizationArithmetic(rounding: rounding, scaling: scaling, zeroPointAddition: $0)
      }
    }
  }

  private static let encodings: [AffineEncoding] = {
    var random = SplitMix64(seed: 63)
    return [(0, 15), (-8, 7), (-7, 7), (0, 255), (-128, 127), (-32768, 32767), (0, 65535)].flatMap {
      lowest, highest in
      [0.5, 1, 0.1, 3e-5, 0x1p-126, 1e30].flatMap { scale in
        [lowest, highest, Int.random(in: lowest...highest, using: &random)].compactMap {
          try? AffineEncoding(scale: scale, zeroPoint: $0, quantMin: lowest, quantMax: highest)
        }
      }
    }
  }()

  @Test("levels and codes are those of the scalar arithmetic", arguments: arithmetics)
  func same(arithmetic: QuantizationArithmetic) {
    var random = SplitMix64(seed: 64)
    let kind = LaneKind(arithmetic)
    #expect(kind != .single)
    for encoding in Self.encodings {
      let quantizer = AffineQuantizer(encoding: encoding, arithmetic: arithmetic)
      let lanes = SummingLanes(quantizer)
      var values: [Float] = [0, -0.0, .infinity, -.infinity, .greatestFiniteMagnitude, .nan]
      for _ in 0..<40 {
        let place =
          Float(Int.random(in: encoding.quantMin...encoding.quantMax, using: &random))
          - Float(encoding.zeroPoint)
        for rest: Float in [0, 0.5, -0.5] {
          let value = encoding.scale * (place + rest)
          values += [value, value.nextUp, value.nextDown]
        }
        values.append(Float(random.nextNormal()) * 4 * encoding.scale)
        values.append(random.nextFiniteFloat())
      }
      while !values.count.isMultiple(of: 4) { values.append(0) }
      for first in stride(from: 0, to: values.count, by: 4) {
        let found = lanes.quantize(
          SIMD4(values[first], values[first + 1], values[first + 2], values[first + 3]))
        for lane in 0..<4 {
          let code = quantizer.quantize(values[first + lane])
          #expect(
            Int(found.places[lane]) + encoding.quantMin == code, "\(values[first + lane])")
          #expect(
            found.levels[lane] == quantizer.dequantize(code), "\(values[first + lane])")
        }
      }
    }
  }

  @Test("other arithmetics go one by one")
  func others() {
    #expect(LaneKind(QuantizationArithmetic()) == .dividing)
    #expect(LaneKind(QuantizationArithmetic(scaling: .multiplyByInverse)) == .multiplying)
    for arithmetic in [
      QuantizationArithmetic(rounding: .halfUp), QuantizationArithmetic(precision: .fusedFloat32),
      QuantizationArithmetic(zeroPointAddition: .fromLowestLevel),
      QuantizationArithmetic(levels: .sumOfProducts),
      QuantizationArithmetic(operationType: .float16, levelType: .float16),
    ] {
      #expect(LaneKind(arithmetic) == .single)
    }
  }
}
