extension ElementType {
  /// The value of a bit pattern of at most 16 bits, exactly.
  ///
  /// Of a type of fewer than 8 bits only its own bits count, the low ones.
  ///
  /// Edge cases: floats have patterns for NaN, the infinities and −0 as their type says; every
  /// pattern of a bool but 0 is 1.
  ///
  /// - Precondition: the type has a ``patternCount``, and `pattern` is below it.
  public func value(ofPattern pattern: Int) -> Float {
    guard let patternCount, (0..<patternCount).contains(pattern) else {
      preconditionFailure("\(rawValue) has no pattern \(pattern)")
    }
    let bits = UInt16(truncatingIfNeeded: pattern & ((1 << bitCount) - 1))
    // A bfloat16 is half of a float32, its NaNs included.
    if self == .bfloat16 { return Float(bitPattern: UInt32(bits) << 16) }
    if let float = SmallFloat(self) { return float.value(of: bits) }
    return switch self {
    case .int2, .int4, .int8, .int16:
      // The sign bit goes to the top, and comes back with its copies.
      Float(Int16(bitPattern: bits << (16 - bitCount)) >> (16 - bitCount))
    case .bool: bits == 0 ? 0 : 1
    default: Float(bits)
    }
  }
}
