import QuantizationEngine

/// How a scale is stored.
enum StoredScale: Hashable, Sendable {
  /// Not at all: it is part of the format.
  case none
  /// As float32.
  case float32
  /// As float16, rounded to nearest.
  case float16
  /// As bfloat16, rounded to nearest.
  case bfloat16
  /// A power of two by its exponent, a signed byte.
  case exponent

  /// How many bits it takes.
  var bitCount: Int {
    switch self {
    case .none: 0
    case .float32: 32
    case .float16, .bfloat16: 16
    case .exponent: 8
    }
  }

  /// The bits of a scale.
  func bits(of scale: Float) -> UInt64 {
    switch self {
    case .none: 0
    case .float32: UInt64(scale.bitPattern)
    case .float16: UInt64(Float16(scale).bitPattern)
    case .bfloat16: UInt64(ElementType.bfloat16.rounded(scale).bitPattern >> 16)
    case .exponent: UInt64(UInt8(truncatingIfNeeded: Int(scale.exponent)))
    }
  }

  /// The scale of bits, of which those above its own do not count; nil where none is stored.
  func value(of bits: UInt64) -> Float? {
    switch self {
    case .none: nil
    case .float32: Float(bitPattern: UInt32(truncatingIfNeeded: bits))
    case .float16: Float(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))
    case .bfloat16: Float(bitPattern: UInt32(UInt16(truncatingIfNeeded: bits)) << 16)
    case .exponent:
      Float(
        sign: .plus, exponent: Int(Int8(truncatingIfNeeded: Int64(bitPattern: bits))),
        significand: 1)
    }
  }
}
