import Testing

@testable import NumberFormats

/// The constants of NVFP4 against the types that they are of.
@Suite struct NVFP4CodesTests {
  @Test("a scale has the number of its code")
  func scales() {
    let cast = MicroscalingElement.e4m3.cast
    for code in UInt8.min...UInt8.max {
      let (found, expected) = (NVFP4Codes.scale(code), cast.value(of: UInt16(code)))
      #expect(
        found.bitPattern == expected.bitPattern || found.isNaN && expected.isNaN, "\(code)")
    }
  }

  @Test("a code has its number")
  func numbers() {
    for code in 0..<16 {
      let expected = MicroscalingElement.e2m1.cast.value(of: UInt16(code))
      #expect(NVFP4Codes.numbers[code].bitPattern == expected.bitPattern, "\(code)")
    }
  }

  @Test("values and scales are cast as their types are")
  func casts() {
    let (scales, values) = (
      MicroscalingElement.e4m3.cast.rounding, MicroscalingElement.e2m1.cast.rounding
    )
    // Every exponent, with the fractions next to all ties, both signs, infinities and NaN.
    for high in UInt32(0)..<0x1000 {
      for low in [0, 1, 0x7_FFFF, 0x8_0000, 0x8_0001, 0xF_FFFF] as [UInt32] {
        let value = Float(bitPattern: high << 20 | low)
        #expect(NVFP4Codes.scaleCast.wideCode(of: value) == scales.wideCode(of: value))
        #expect(NVFP4Codes.valueCast.wideCode(of: value) == values.wideCode(of: value))
      }
    }
  }
}
