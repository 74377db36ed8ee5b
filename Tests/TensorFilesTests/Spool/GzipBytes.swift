/// Gzip written by hand, for the sentences about it.
enum GzipBytes {
  /// A member that holds fewer than 65 536 bytes as they are; checksum and size can be wrong.
  static func stored(_ bytes: [UInt8], checksum: UInt32? = nil, size: UInt32? = nil) -> [UInt8] {
    let count = UInt16(bytes.count)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1] + littleEndian(count) + littleEndian(~count)
      + bytes + littleEndian(checksum ?? self.checksum(bytes))
      + littleEndian(size ?? UInt32(bytes.count))
  }

  /// CRC-32, bit by bit.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in
        rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1
      }
    }
  }

  private static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
