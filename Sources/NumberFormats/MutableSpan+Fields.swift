/// The fields of a block that are wider than a byte, and pairs of codes of 4 bits.
extension MutableSpan<UInt8> {
  /// Stores a 16-bit integer, little-endian, from a byte on.
  @inline(__always)
  mutating func store(_ integer: UInt16, at byte: Int) {
    self[byte] = UInt8(truncatingIfNeeded: integer)
    self[byte &+ 1] = UInt8(truncatingIfNeeded: integer >> 8)
  }

  /// Stores a 32-bit integer, little-endian, from a byte on.
  @inline(__always)
  mutating func store(_ integer: UInt32, at byte: Int) {
    store(UInt16(truncatingIfNeeded: integer), at: byte)
    store(UInt16(truncatingIfNeeded: integer >> 16), at: byte &+ 2)
  }

  /// Stores the nearest float16, ties to even, from a byte on; what is too large becomes an
  /// infinity, NaN the quiet one of its sign without payload.
  ///
  /// - Returns: The number that was stored.
  @discardableResult
  @inline(__always)
  mutating func storeFloat16(_ value: Float, at byte: Int) -> Float {
    let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
    let number = value.isNaN ? Float16(bitPattern: sign | 0x7E00) : Float16(value)
    store(number.bitPattern, at: byte)
    return Float(number)
  }

  /// Stores 32 codes of 4 bits in 16 bytes: code j in the low half of byte j, code j + 16 in the
  /// high.
  @inline(__always)
  mutating func storePairs(_ codes: Span<UInt8>, at byte: Int) {
    for j in 0..<16 {
      self[byte &+ j] = codes[j] & 15 | codes[j &+ 16] << 4
    }
  }

  /// Stores the fifth bits of 32 codes in 4 bytes, that of code j in bit j.
  @inline(__always)
  mutating func storeFifthBits(_ codes: Span<UInt8>, at byte: Int) {
    var bits: UInt32 = 0
    for j in 0..<32 {
      bits |= UInt32(codes[j] >> 4) << UInt32(truncatingIfNeeded: j)
    }
    store(bits, at: byte)
  }
}
