/// The cyclic redundancy check CRC-32C (Castagnoli).
///
/// It finds every error of up to 32 neighbouring bits. The check value of the digits 1 to 9 in ASCII
/// is `0xE3069283`.
///
/// Source: RFC 3720, appendix B.4; polynomial 0x1EDC6F41, reflected.
enum Checksum {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in
      rest & 1 == 1 ? rest >> 1 ^ 0x82F6_3B78 : rest >> 1
    }
  }

  /// The checksum of some bytes.
  static func crc32C(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let table = table
    return ~bytes.reduce(UInt32.max) { rest, byte in
      rest >> 8 ^ table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)]
    }
  }
}
