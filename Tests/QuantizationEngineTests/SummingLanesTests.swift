import TestSupport
import Testing

@testable import QuantizationEngine

/// Four values at a time against one by one, where a sum is rounded, where ties go away from zero and where
/// the tool keeps the inverse of the scale.
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
    #expect(LaneKind(arithmetic) != .single)
    expectSame(arithmetic) { SummingLanes($0) }
  }

  @Test("those of a stored inverse, too")
  func storedInverse() {
    let arithmetic = QuantizationArithmetic(
      scaling: .multiplyByInverse, precision: .storedInverse)
    #expect(LaneKind(arithmetic) == .storedInverse)
    expectSame(arithmetic) { StoredInverseLanes($0) }
  }

  private func expectSame(
    _ arithmetic: QuantizationArithmetic, _ lanes: (AffineQuantizer) -> some LaneArithmetic
  ) {
    var random = SplitMix64(seed: 64)
    for encoding in Self.encodings {
      let quantizer = AffineQuantizer(encoding: encoding, arithmetic: arithmetic)
      let lanes = lanes(quantizer)
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
      QuantizationArithmetic(rounding: .halfAway, precision: .storedInverse),
      QuantizationArithmetic(precision: .storedInverse, levelType: .float16),
      QuantizationArithmetic(precision: .ownInverse),
    ] {
      #expect(LaneKind(arithmetic) == .single)
    }
  }

  @Test("a scale of 0 goes by itself")
  func zeros() throws {
    let encoding = try AffineEncoding(orOfZeros: 0, zeroPoint: 0, quantMin: -7, quantMax: 7)
    for arithmetic in Self.arithmetics {
      #expect(LaneKind(of: AffineQuantizer(encoding: encoding, arithmetic: arithmetic)) == .single)
    }
  }
}
