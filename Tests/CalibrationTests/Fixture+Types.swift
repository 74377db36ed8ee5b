import QuantizationEngine
import TestSupport

extension Fixture {
  /// The values rounded to a small float, to the nearest and to even where two are, without code of the
  /// product.
  func cast(to type: ElementType) -> [Float] {
    switch type {
    case .float16: values.map { Float(Float16($0)) }
    case .bfloat16: values.map(Self.brain)
    default: values
    }
  }

  /// The nearest of the two bfloat16 numbers about a float32.
  static func brain(_ value: Float) -> Float {
    guard value.isFinite else { return value }
    let below = Float(bitPattern: value.bitPattern & 0xFFFF_0000)
    let above = Float(bitPattern: (value.bitPattern & 0xFFFF_0000) + 0x1_0000)
    // The next one after the largest is infinite, but as far away as if it were 2^128.
    let end = above.isFinite ? Double(above) : value < 0 ? -0x1p128 : 0x1p128
    let (low, high) = (abs(Double(value) - Double(below)), abs(end - Double(value)))
    if low != high { return low < high ? below : above }
    return below.bitPattern >> 16 & 1 == 0 ? below : above
  }
}
