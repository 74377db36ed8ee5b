import QuantizationEngine
import TestSupport
import Testing

/// Examples worked by hand, to the digits that a person would check.
@Suite struct WorkedExampleTests {
  private func quantizer(_ scheme: Scheme, _ lower: Double, _ upper: Double) throws
    -> AffineQuantizer
  {
    AffineQuantizer(
      encoding: try scheme.encoding(for: ClippingRange(lower: lower, upper: upper)),
      arithmetic: scheme.arithmetic)
  }

  @Test("−3…6 in 8 bits unsigned puts code 128 at about 1.5")
  func middleCode() throws {
    let encoding = try quantizer(.standard, -3, 6).encoding
    #expect(encoding.scale == Float(9.0 / 255))
    #expect(encoding.zeroPoint == 85)
    // 43 steps above zero; 42.5 would be 1.5.
    #expect(abs(encoding.dequantize(128) - 1.517647) < 5e-7)
  }

  @Test("[−1.8, −1, 0, 0.5] with its own range: zero-point 200, codes 0, 89, 200, 255")
  func fourValues() throws {
    let values: [Float] = [-1.8, -1, 0, 0.5]
    let quantizer = try quantizer(.standard, Double(values[0]), Double(values[3]))
    let encoding = quantizer.encoding
    #expect(encoding.zeroPoint == 200)
    #expect(values.map { quantizer.quantize($0) } == [0, 89, 200, 255])
    #expect(abs(encoding.representableRange.lower + 1.803922) < 5e-7)
    #expect(abs(encoding.representableRange.upper - 0.496078) < 5e-7)
    for (value, expected) in zip(values, [-1.8039, -1.0012, 0, 0.4961]) {
      #expect(abs(Double(quantizer.fakeQuantize(value)) - expected) < 5e-5)
    }
  }

  @Test("−5.1…5.1: zero-point 128, representable −5.12…5.08")
  func nearlySymmetric() throws {
    let encoding = try quantizer(.standard, -5.1, 5.1).encoding
    #expect(encoding.zeroPoint == 128)
    #expect(abs(encoding.representableRange.lower + 5.12) < 1e-6)
    #expect(abs(encoding.representableRange.upper - 5.08) < 1e-6)
  }

  @Test("[5, 10] is widened to 0…10 and [−20, −6] to −20…0")
  func widening() throws {
    let positive = try quantizer(.standard, 5, 10).encoding
    #expect(positive.zeroPoint == 0)
    #expect(positive.scale == Float(10.0 / 255))
    let negative = try quantizer(.standard, -20, -6).encoding
    #expect(negative.zeroPoint == 255)
    #expect(negative.scale == Float(20.0 / 255))
    #expect(ClippingRange(lower: 5, upper: 10).widenedToZero == ClippingRange(lower: 0, upper: 10))
    #expect(
      ClippingRange(lower: -20, upper: -6).widenedToZero == ClippingRange(lower: -20, upper: 0))
  }

  @Test("[−1, 1] in 8 bits unsigned has scale 2/255")
  func unitRange() throws {
    let encoding = try quantizer(.standard, -1, 1).encoding
    #expect(encoding.scale == Float(2.0 / 255))
    // −127.5 from the lowest code is a tie, which goes to the even 128.
    #expect(encoding.zeroPoint == 128)
  }

  @Test(
    "signed 8 bits: the symmetric scale divides by 127, and restriction drops −128 alone",
    arguments: [Symmetry.symmetric, .restrictedSymmetric])
  func symmetric(_ symmetry: Symmetry) throws {
    let signed = try quantizer(Scheme(bitWidth: 8, symmetry: symmetry), -2, 1.27).encoding
    #expect(signed.scale == Float(2.0 / 127))
    #expect(signed.zeroPoint == 0)
    #expect(signed.quantMin == (symmetry == .symmetric ? -128 : -127))
    #expect(signed.quantMax == 127)
    let unsigned = try quantizer(
      Scheme(bitWidth: 8, symmetry: symmetry, signedness: .unsigned), -2, 1.27
    ).encoding
    #expect(unsigned.scale == signed.scale)
    #expect(unsigned.zeroPoint == 128)
    #expect(unsigned.quantMin == (symmetry == .symmetric ? 0 : 1))
    #expect(unsigned.quantMax == 255)
  }

  @Test(
    "codes of schemes with whole bit widths and without",
    arguments: [
      (2, Signedness.signed, -2...1, -1...1), (2, .unsigned, 0...3, 1...3),
      (8, .signed, -128...127, -127...127), (16, .unsigned, 0...65535, 1...65535),
    ])
  func codesOfBits(
    bits: Int, signedness: Signedness, codes: ClosedRange<Int>, restricted: ClosedRange<Int>
  ) throws {
    for symmetry in Symmetry.allCases {
      let scheme = try Scheme(bitWidth: bits, symmetry: symmetry, signedness: signedness)
      let expected = symmetry == .restrictedSymmetric ? restricted : codes
      #expect(scheme.quantMin...scheme.quantMax == expected)
      #expect(scheme.bitWidth == bits && scheme.usesWholeBitWidth)
    }
  }

  @Test("3, 9 and 255 levels are balanced about zero and need 2, 4 and 8 bits")
  func codesOfLevels() throws {
    for (levels, most, bits) in [(3, 1, 2), (9, 4, 4), (255, 127, 8)] {
      for symmetry in Symmetry.allCases {
        let signed = try Scheme(levelCount: levels, symmetry: symmetry, signedness: .signed)
        #expect(signed.quantMin...signed.quantMax == -most...most)
        let unsigned = try Scheme(levelCount: levels, symmetry: symmetry, signedness: .unsigned)
        #expect(unsigned.quantMin...unsigned.quantMax == 0...levels - 1)
        #expect(unsigned.symmetricZeroPoint == most)
        #expect(signed.bitWidth == bits && !signed.usesWholeBitWidth)
      }
    }
  }

  @Test("asymmetric schemes are unsigned and symmetric ones signed, unless asked otherwise")
  func defaultSignedness() throws {
    #expect(try Scheme(bitWidth: 8).signedness == .unsigned)
    #expect(try Scheme(bitWidth: 8, symmetry: .symmetric).signedness == .signed)
    #expect(try Scheme(bitWidth: 8, symmetry: .restrictedSymmetric).signedness == .signed)
    #expect(try Scheme(bitWidth: 8) == .standard)
    #expect(
      Scheme.standard.arithmetic == QuantizationArithmetic(rounding: .halfEven, scaling: .divide))
  }
}
