/// A cast between float32 and the codes of E8M0, the powers of two that scale microscaling blocks.
///
///     value = 2^(code − 127),   code 255 is NaN
///     code = (a + 2²²) >> 23,   a the bits of |x|; 0 for 2⁻¹²⁷
///
/// A tie goes to the greater power, because 1.5 has an odd last bit. Below 2⁻¹²⁶ all that is greater
/// than 2⁻¹²⁷ becomes 2⁻¹²⁶: that is how the tools look at subnormal numbers.
///
/// Source: ml_dtypes 0.6.0 and PyTorch 2.13.0 on CPUs, bit for bit.
public enum PowerOfTwoCode {
  /// The code of a value: what ml_dtypes makes of it.
  ///
  /// Edge cases: zeros, negative numbers, the infinities and NaN are NaN, as what rounds to 2¹²⁸ is.
  public static func code(of value: Float) -> UInt8 {
    value > 0 ? code(ofMagnitude: value) : 255
  }

  /// The code of |x|: what PyTorch makes of a value.
  ///
  /// Edge cases: zero is 2⁻¹²⁷; the infinities and NaN are NaN, as what rounds to 2¹²⁸ is.
  public static func code(ofMagnitude value: Float) -> UInt8 {
    let magnitude = value.magnitude.bitPattern
    if magnitude >= 0x7F80_0000 { return 255 }
    return UInt8(truncatingIfNeeded: (magnitude &+ (magnitude == 0x40_0000 ? 0 : 0x40_0000)) >> 23)
  }

  /// The value of a code.
  @inline(__always)
  public static func value(of code: UInt8) -> Float {
    let bits: UInt32 = code == 0 ? 0x40_0000 : UInt32(code) << 23
    return Float(bitPattern: code == 255 ? 0x7FC0_0000 : bits)
  }
}
