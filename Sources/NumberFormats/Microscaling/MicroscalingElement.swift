import QuantizationEngine

/// What one value of a microscaling block of floats is stored as.
struct MicroscalingElement: Sendable {
  /// The cast, which saturates.
  let cast: SmallFloatCode
  /// How many bits a code takes.
  let bits: Int
  /// How many of them are the fraction.
  let fractionBits: Int
  /// The exponent of the largest number.
  let largestExponent: Int32
  /// The largest number.
  let largest: Float

  /// Float8 E4M3, up to 448.
  static let e4m3 = MicroscalingElement(.float8E4M3FN, largestExponent: 8)
  /// Float8 E5M2, up to 57344.
  static let e5m2 = MicroscalingElement(.float8E5M2, largestExponent: 15)
  /// Float6 E2M3, up to 7.5.
  static let e2m3 = MicroscalingElement(.float6E2M3FN, largestExponent: 2)
  /// Float6 E3M2, up to 28.
  static let e3m2 = MicroscalingElement(.float6E3M2FN, largestExponent: 4)
  /// Float4 E2M1, up to 6.
  static let e2m1 = MicroscalingElement(.float4E2M1FN, largestExponent: 2)

  private init(_ type: ElementType, largestExponent: Int32) {
    guard let cast = SmallFloatCode(type, as: .saturating), let parts = SmallFloat(type) else {
      preconditionFailure("\(type) is a small float with a sign")
    }
    self.cast = cast
    bits = type.bitCount
    fractionBits = parts.fractionBits
    self.largestExponent = largestExponent
    largest = type.value(ofPattern: Int(parts.largestPattern))
  }

  /// The code that torchao gives a NaN, in a byte.
  ///
  /// A type with NaN has one; for others its arithmetic takes a NaN for a normal number, and what it
  /// makes of that may not even fit the bits of a code.
  func code(ofNaN nan: Float) -> UInt8 {
    if bits == 8 { return UInt8(truncatingIfNeeded: cast.wideCode(of: nan)) }
    let bits = Int32(bitPattern: nan.bitPattern)
    let rounded = cast.rounding.roundedMagnitude(bits & 0x7FFF_FFFF)
    return UInt8(truncatingIfNeeded: rounded | (bits < 0 ? cast.rounding.signBit : 0))
  }
}
