import QuantizationEngine

extension ElementType {
  /// Whether its values are whole numbers.
  var isInteger: Bool {
    switch self {
    case .int2, .uint2, .int4, .uint4, .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64,
      .uint64:
      true
    default: false
    }
  }

  /// The whole numbers that an integer type holds; those of 64 bits as far as `Int` goes.
  var integers: ClosedRange<Int> {
    let isSigned = !rawValue.hasPrefix("u")
    guard bitCount < 64 else { return isSigned ? .min ... .max : 0 ... .max }
    return isSigned ? -(1 << (bitCount - 1))...(1 << (bitCount - 1)) - 1 : 0...(1 << bitCount) - 1
  }
}
