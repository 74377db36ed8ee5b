/// How a file's own runtime computes a value from its code: with which product, rounded to what.
enum DequantizingProduct: Hashable, Sendable {
  /// The difference of code and zero-point in float32, multiplied in float32.
  case float32
  /// As ``float32``, then rounded to float16.
  case float16
  /// As ``float32``, then rounded to bfloat16.
  case bfloat16
  /// The difference multiplied in float64 and rounded to float32: another number than ``float32`` only
  /// where the difference, or a scale that is stored in float64, has more than 24 bits.
  case float64
  /// Code and zero-point each multiplied in float32, and then subtracted: another number than
  /// ``float32`` where the zero-point has a fraction.
  case float32Parts

  /// The value of a code.
  @inline(__always)
  func value(_ code: Float, from zeroPoint: Float, _ scale: Float) -> Float {
    self == .float32Parts
      ? code * scale - zeroPoint * scale : value(code - zeroPoint, scale)
  }

  /// The value of a code that is so far from its zero-point.
  @inline(__always)
  func value(_ difference: Float, _ scale: Float) -> Float {
    let product = difference * scale
    return switch self {
    case .float32, .float64, .float32Parts: product
    case .float16: Float(Float16(product))
    case .bfloat16: Self.bfloat16(product)
    }
  }

  /// The nearest bfloat16, ties to even; a NaN stays one.
  private static func bfloat16(_ value: Float) -> Float {
    guard !value.isNaN else { return value }
    let bits = value.bitPattern
    return Float(bitPattern: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) & 0xFFFF_0000)
  }
}
