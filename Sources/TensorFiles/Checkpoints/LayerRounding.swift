import QuantizationEngine

/// What a product in float32 is rounded to.
enum LayerRounding: Hashable, Sendable {
  /// Nothing: it stays what it is.
  case none
  /// float16, to nearest, ties to even.
  case float16
  /// bfloat16, likewise.
  case bfloat16

  /// The rounding to a type that libraries compute in; none for float32 and every other.
  init(to type: ElementType?) {
    switch type {
    case .float16: self = .float16
    case .bfloat16: self = .bfloat16
    default: self = .none
    }
  }

  /// The type; nil for none.
  var type: ElementType? {
    switch self {
    case .none: nil
    case .float16: .float16
    case .bfloat16: .bfloat16
    }
  }

  /// The nearest number of the type; a NaN stays one, and what is past the largest becomes infinite.
  @inline(__always)
  func rounded(_ value: Float) -> Float {
    switch self {
    case .none: value
    case .float16: Self.float16(value)
    case .bfloat16: Self.bfloat16(value)
    }
  }

  /// The nearest bfloat16.
  @inline(__always)
  static func bfloat16(_ value: Float) -> Float {
    let bits = value.bitPattern
    let nearest = (bits &+ 0x7FFF &+ (bits &>> 16 & 1)) & 0xFFFF_0000
    return bits & 0x7FFF_FFFF > 0x7F80_0000 ? value : Float(bitPattern: nearest)
  }

  /// The nearest float16.
  ///
  /// In integers and one sum, because a processor is not asked for its conversion instruction by default
  /// and the library's function costs a call for each value.
  @inline(__always)
  static func float16(_ value: Float) -> Float {
    let bits = value.bitPattern
    let sign = bits & 0x8000_0000
    let magnitude = bits & 0x7FFF_FFFF
    // The 13 bits that go are rounded away; a carry goes into the exponent, as it should.
    let nearest = (magnitude &+ 0xFFF &+ (magnitude &>> 13 & 1)) & 0xFFFF_E000
    // Below 2^−14 the steps are 2^−24 wide, which is what float32 has between 1/2 and 1.
    let subnormal = ((Float(bitPattern: magnitude) + 0.5) - 0.5).bitPattern
    let finite = magnitude < 0x3880_0000 ? subnormal : nearest
    let bounded = finite >= 0x4780_0000 ? 0x7F80_0000 : finite
    return magnitude > 0x7F80_0000 ? value : Float(bitPattern: sign | bounded)
  }
}
