extension GGUF {
  /// The signs of eight values in the bits of a byte, the first in the lowest bit, 1 for negative.
  enum GridSigns {
    /// 1 and −1 of each byte: a product with them keeps the sign of a zero.
    static let factors: [SIMD8<Float>] = (0..<256).map { byte in
      var factors = SIMD8<Float>(repeating: 1)
      for index in factors.indices where byte >> index & 1 == 1 { factors[index] = -1 }
      return factors
    }

    /// The byte of seven signs whose eighth makes the number of negative ones even.
    @inline(__always)
    static func even(_ seven: UInt32) -> Int {
      let bits = seven & 127
      var parity = bits ^ bits >> 4
      parity ^= parity >> 2
      parity ^= parity >> 1
      return Int(bits | (parity & 1) << 7)
    }
  }
}

extension MutableSpan<Float> {
  /// Stores eight values from an index on.
  @inline(__always)
  mutating func store(_ eight: SIMD8<Float>, at first: Int) {
    for lane in 0..<8 { self[first &+ lane] = eight[lane] }
  }
}
