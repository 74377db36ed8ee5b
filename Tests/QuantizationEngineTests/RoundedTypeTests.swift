import Testing

@testable import QuantizationEngine

@Suite("Operations rounded to float16 and bfloat16")
struct RoundedTypeTests {
  /// Finite patterns from zero up, in the order of their values.
  private static let halves = (0..<0x7C00).map { Float(Float16(bitPattern: UInt16($0))) }
  private static let brains = (0..<0x7F80).map { Float(bitPattern: UInt32($0) << 16) }

  @Test(
    "every number of the type is itself; between two the middle goes to the even one",
    arguments: [ElementType.float16, .bfloat16])
  func neighbours(type: ElementType) {
    let numbers = type == .float16 ? Self.halves : Self.brains
    let isRight = numbers.indices.dropLast().allSatisfy { index in
      let (low, high) = (numbers[index], numbers[index + 1])
      let middle = low + (high - low) / 2
      let even = index.isMultiple(of: 2) ? low : high
      return [1, -1].allSatisfy { sign in
        type.rounded(sign * low) == sign * low && type.rounded(sign * middle) == sign * even
          && type.rounded(sign * middle.nextDown) == sign * low
          && type.rounded(sign * middle.nextUp) == sign * high
      }
    }
    #expect(isRight)
  }

  @Test("beyond the largest number by half a step there is infinity; signs and NaN stay")
  func ends() {
    #expect(ElementType.float16.rounded((65520 as Float).nextDown) == 65504)
    #expect(ElementType.float16.rounded(65520) == .infinity)
    #expect(ElementType.float16.rounded(-3e38) == -.infinity)
    #expect(ElementType.bfloat16.rounded(-.greatestFiniteMagnitude) == -.infinity)
    #expect(ElementType.float16.rounded(0x1p-25) == 0)
    #expect(ElementType.float16.rounded(-0x1p-26).sign == .minus)
    for type in [ElementType.float16, .bfloat16] {
      #expect(type.rounded(.nan).isNaN)
      #expect(type.rounded(-.infinity) == -.infinity)
      #expect(type.rounded(-Float.zero).sign == .minus)
    }
    #expect(ElementType.float32.rounded(0.1) == 0.1)
  }

  /// Arithmetics of tools that compute in a small float, or round levels to one.
  private static let arithmetics = [ElementType.float16, .bfloat16].flatMap { type in
    [
      QuantizationArithmetic(
        scaling: .multiplyByInverse, operationType: type, levelType: type),
      QuantizationArithmetic(
        zeroPointAddition: .beforeRounding, operationType: type, levelType: type),
      QuantizationArithmetic(scaling: .multiplyByInverse, levelType: type),
      QuantizationArithmetic(precision: .storedInverse, levelType: type),
    ]
  }

  @Test("a quantizer never descends, and its staircase and the lanes of a pass are the quantizer")
  func quantizers() throws {
    for arithmetic in Self.arithmetics {
      let type = arithmetic.levelType
      let encoding = try AffineEncoding(
        scale: type.rounded(0.0123), zeroPoint: -37, quantMin: -128, quantMax: 127)
      let quantizer = AffineQuantizer(encoding: encoding, arithmetic: arithmetic)
      let values = (0..<2003).map { type.rounded(Float($0 * 7) * 0.0007 - 4) }
      let codes = values.map(quantizer.quantize)
      #expect(zip(codes, codes.dropFirst()).allSatisfy { $0 <= $1 })
      let staircase = quantizer.staircase
      #expect(values.map(staircase.level) == values.map(quantizer.fakeQuantize))
      #expect(staircase.levels.allSatisfy { type.rounded($0) == $0 })
      var places: [UInt32] = []
      LaneQuantizer(arithmetic, codeCount: 256).quantize(values, under: quantizer, to: &places)
      #expect(
        places.prefix(values.count).map { Int($0) - 128 } == codes)
    }
  }
}
