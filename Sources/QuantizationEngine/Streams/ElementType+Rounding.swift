extension ElementType {
  /// A float32 rounded to the nearest number of this type, ties to even, where it is a type of
  /// floats in which tools compute: float16 or bfloat16.
  ///
  /// An operation on two numbers of such a type, computed in float32 and rounded so, is rounded once:
  /// a float32 has more than twice their digits. So this is what a tool's half arithmetic gives,
  /// whether its processor has such operations or not.
  ///
  /// Edge cases: what is beyond the largest finite number by half a step or more becomes infinite;
  /// below the smallest normal float16 there are multiples of 2⁻²⁴. NaN, the infinities and the sign
  /// of zero stay. Other types leave a number as it is.
  @inlinable
  public func rounded(_ value: Float) -> Float {
    switch self {
    case .float16: value.roundedToHalf
    case .bfloat16: value.roundedToBrain
    default: value
    }
  }

  /// The largest finite number: 65504 for float16, 2¹²⁸ − 2¹²⁰ for bfloat16; that of float32 for every
  /// other type.
  public var greatestFiniteMagnitude: Float {
    switch self {
    case .float16: 65504
    case .bfloat16: Float(bitPattern: 0x7F7F_0000)
    default: .greatestFiniteMagnitude
    }
  }

  /// The smallest positive normal number: 2⁻¹⁴ for float16; that of float32 for every other type.
  public var leastNormalMagnitude: Float {
    self == .float16 ? 0x1p-14 : .leastNormalMagnitude
  }

  /// The distance from 1 to the next number: 2⁻¹⁰ for float16, 2⁻⁷ for bfloat16; that of float32 for
  /// every other type.
  public var ulpOfOne: Float {
    switch self {
    case .float16: 0x1p-10
    case .bfloat16: 0x1p-7
    default: .ulpOfOne
    }
  }
}

extension Float {
  /// The number as kernels see it that take denormal numbers for zero, such as TensorFlow's.
  @inlinable
  public var withoutDenormals: Float { magnitude < .leastNormalMagnitude ? 0 : self }

  /// The nearest float16, by its bits.
  @usableFromInline
  var roundedToHalf: Float {
    let magnitude = bitPattern & 0x7FFF_FFFF
    guard magnitude < 0x7F80_0000 else { return self }
    let rounded: Float
    if magnitude < 0x3880_0000 {
      // From a half on, float32 has the multiples of 2⁻²⁴.
      rounded = (self.magnitude + 0.5) - 0.5
    } else {
      let kept = (magnitude + 0xFFF + (magnitude >> 13 & 1)) & ~0x1FFF
      rounded = kept < 0x4780_0000 ? Float(bitPattern: kept) : .infinity
    }
    return Float(signOf: self, magnitudeOf: rounded)
  }

  /// The nearest bfloat16, by its bits.
  @usableFromInline
  var roundedToBrain: Float {
    let magnitude = bitPattern & 0x7FFF_FFFF
    guard magnitude < 0x7F80_0000 else { return self }
    return Float(bitPattern: (bitPattern &+ 0x7FFF &+ (bitPattern >> 16 & 1)) & 0xFFFF_0000)
  }
}
