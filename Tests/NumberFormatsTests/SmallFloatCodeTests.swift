import NumberFormats
import QuantizationEngine
import Testing

@Suite struct SmallFloatCodeTests {
  private static let types = ElementType.allCases.filter {
    SmallFloat($0).map { $0.fractionBits > 0 } ?? false
  }

  /// The code by search: the nearest number of the type, the even code of two.
  private func searched(_ magnitude: Float, _ type: ElementType, _ parts: SmallFloat) -> UInt16 {
    let values = (0...parts.largestPattern).map { Double(type.value(ofPattern: Int($0))) }
    let below = values.lastIndex { $0 <= Double(magnitude) } ?? 0
    guard below + 1 < values.count else { return UInt16(below) }
    let (down, up) = (Double(magnitude) - values[below], values[below + 1] - Double(magnitude))
    return UInt16(down < up || (down == up && below % 2 == 0) ? below : below + 1)
  }

  @Test("a code is that of the nearest number, ties to even", arguments: types)
  func nearest(_ type: ElementType) throws {
    let cast = try #require(SmallFloatCode(type, as: .saturating))
    let parts = try #require(SmallFloat(type))
    let step = type.bitCount == 16 ? 1021 : 1
    for pattern in stride(from: 0, to: Int(parts.largestPattern), by: step) {
      let (low, high) = (type.value(ofPattern: pattern), type.value(ofPattern: pattern + 1))
      let middle = Float((Double(low) + Double(high)) / 2)
      for value in [low, middle.nextDown, middle, middle.nextUp, high] where value >= 0 {
        let expected =
          type.bitCount == 16
          ? UInt16(value < middle || (value == middle && pattern % 2 == 0) ? pattern : pattern + 1)
          : searched(value, type, parts)
        #expect(cast.code(of: value) == expected, "\(type) \(value)")
        let negative = cast.code(of: -value)
        let sign: UInt16 = parts.specials == .negativeZeroIsNaN && expected == 0 ? 0 : 1
        #expect(negative == expected | sign << UInt16(type.bitCount - 1), "\(type) -\(value)")
      }
    }
  }

  @Test("every number has its own code", arguments: types)
  func roundTrip(_ type: ElementType) throws {
    for cast in [SmallFloatCode.Cast.mlDtypes, .torch, .saturating] {
      let code = try #require(SmallFloatCode(type, as: cast))
      for pattern in 0..<1 << type.bitCount {
        let value = code.value(of: UInt16(pattern))
        guard value.isFinite || cast != .saturating && !value.isNaN else { continue }
        if cast == .torch, type == .float8E4M3FN, !value.isFinite { continue }
        #expect(code.code(of: value) == UInt16(pattern))
      }
    }
  }

  @Test("what is beyond the largest number becomes what the cast says")
  func beyond() throws {
    func code(_ type: ElementType, _ cast: SmallFloatCode.Cast, _ value: Float) throws -> UInt16 {
      try #require(SmallFloatCode(type, as: cast)).code(of: value)
    }
    // Half a step beyond 448 is a tie with 480, whose code is odd.
    #expect(try code(.float8E4M3FN, .mlDtypes, 464) == 0x7E)
    #expect(try code(.float8E4M3FN, .mlDtypes, Float(464).nextUp) == 0x7F)
    #expect(try code(.float8E4M3FN, .torch, -.infinity) == 0xFE)
    #expect(try code(.float8E4M3FN, .saturating, .infinity) == 0x7E)
    #expect(try code(.float8E5M2, .torch, 61440) == 0x7C)
    #expect(try code(.float8E5M2, .saturating, 61440) == 0x7B)
    #expect(try code(.float8E5M2, .torch, .nan) == 0x7F)
    #expect(try code(.float8E5M2, .saturating, -.infinity) == 0xFB)
    #expect(try code(.float8E5M2FNUZ, .mlDtypes, -.infinity) == 0x80)
    #expect(try code(.float8E5M2FNUZ, .saturating, -.infinity) == 0xFF)
    #expect(try code(.float4E2M1FN, .mlDtypes, -1e30) == 0xF)
    #expect(try code(.float4E2M1FN, .mlDtypes, .nan) == 8)
    #expect(try code(.float16, .mlDtypes, 65520) == 0x7C00)
    #expect(try code(.bfloat16, .mlDtypes, .greatestFiniteMagnitude) == 0x7F80)
  }

  @Test("a type that is no float with a sign has no cast")
  func others() {
    for type in ElementType.allCases where !Self.types.contains(type) {
      #expect(SmallFloatCode(type, as: .mlDtypes) == nil)
    }
  }

  @Test("spans are cast value by value")
  func spans() throws {
    let cast = try #require(SmallFloatCode(.float8E4M3FN, as: .torch))
    let values: [Float] = [0, -0.0, 0.3, -0.3, 1000, .nan, 0x1p-9, 0x1p-11]
    var codes = [UInt16](repeating: 99, count: values.count)
    var codeSpan = codes.mutableSpan
    cast.encode(values.span, into: &codeSpan)
    #expect(codes == [0, 0x80, 0x2A, 0xAA, 0x7E, 0x7F, 1, 0])
    var decoded = [Float](repeating: 99, count: values.count)
    var decodedSpan = decoded.mutableSpan
    cast.decode(codes.span, into: &decodedSpan)
    #expect(decoded[4] == 448 && decoded[3] == -0.3125 && decoded[5].isNaN)
  }

  @Test("room for another number of codes is a mistake of the caller")
  func room() async {
    await #expect(processExitsWith: .failure) {
      var codes: [UInt16] = [0]
      var span = codes.mutableSpan
      SmallFloatCode(.float16, as: .torch)?.encode([Float]([1, 2]).span, into: &span)
    }
  }

  @Test("a power of two has its exponent as its code, and 1.5 goes up")
  func powers() {
    for code in UInt8(0)...254 {
      let value = PowerOfTwoCode.value(of: code)
      #expect(value == Float(sign: .plus, exponent: Int(code) - 127, significand: 1))
      #expect(PowerOfTwoCode.code(of: value) == code)
      #expect(PowerOfTwoCode.code(of: -value) == 255)
      #expect(PowerOfTwoCode.code(ofMagnitude: -value) == code)
      guard code > 0 else { continue }
      #expect(PowerOfTwoCode.code(of: value * 1.5) == code + 1)
      #expect(PowerOfTwoCode.code(of: (value * 1.5).nextDown) == code)
    }
    #expect(PowerOfTwoCode.value(of: 255).isNaN)
    #expect(PowerOfTwoCode.code(of: 0) == 255)
    #expect(PowerOfTwoCode.code(ofMagnitude: 0) == 0)
  }
}
