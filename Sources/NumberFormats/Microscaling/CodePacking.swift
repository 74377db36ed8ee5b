/// Codes of 4, 6 or 8 bits in bytes without a gap, the first code in the lowest bits.
///
/// | bits | bytes |
/// | --- | --- |
/// | 4 | c₀ + 16·c₁ |
/// | 6 | the three bytes of c₀ + 2⁶·c₁ + 2¹²·c₂ + 2¹⁸·c₃, lowest first |
/// | 8 | c₀ |
///
/// Source: torchao `pack_uint4` and compressed-tensors `pack_fp6_to_uint8`, which agree on the order.
enum CodePacking {
  /// How many bytes so many codes take.
  static func byteCount(of codeCount: Int, bits: Int) -> Int { (codeCount * bits + 7) / 8 }

  /// Packs codes, each of which has no more than its bits.
  ///
  /// - Precondition: the codes fill whole bytes, and those of 6 bits come in fours.
  @inline(__always)
  static func pack(
    _ codes: Span<UInt8>, bits: Int, into bytes: inout MutableSpan<UInt8>, from start: Int
  ) {
    switch bits {
    case 4:
      for pair in 0..<codes.count / 2 {
        bytes[start &+ pair] = codes[2 &* pair] | codes[2 &* pair &+ 1] &<< 4
      }
    case 6:
      for four in 0..<codes.count / 4 {
        let (code, byte) = (4 &* four, start &+ 3 &* four)
        bytes[byte] = codes[code] | codes[code &+ 1] &<< 6
        bytes[byte &+ 1] = codes[code &+ 1] &>> 2 | codes[code &+ 2] &<< 4
        bytes[byte &+ 2] = codes[code &+ 2] &>> 4 | codes[code &+ 3] &<< 2
      }
    default:
      for index in codes.indices { bytes[start &+ index] = codes[index] }
    }
  }

  /// Takes codes out of bytes.
  @inline(__always)
  static func unpack(
    _ bytes: Span<UInt8>, from start: Int, bits: Int, into codes: inout MutableSpan<UInt8>
  ) {
    switch bits {
    case 4:
      for pair in 0..<codes.count / 2 {
        codes[2 &* pair] = bytes[start &+ pair] & 15
        codes[2 &* pair &+ 1] = bytes[start &+ pair] &>> 4
      }
    case 6:
      for four in 0..<codes.count / 4 {
        let (code, byte) = (4 &* four, start &+ 3 &* four)
        let (low, middle, high) = (bytes[byte], bytes[byte &+ 1], bytes[byte &+ 2])
        codes[code] = low & 63
        codes[code &+ 1] = low &>> 6 | (middle & 15) &<< 2
        codes[code &+ 2] = middle &>> 4 | (high & 3) &<< 4
        codes[code &+ 3] = high &>> 2
      }
    default:
      for index in codes.indices { codes[index] = bytes[start &+ index] }
    }
  }
}
