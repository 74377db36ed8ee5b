/// The checksum before the records of a TFRecord file.
enum RecordChecksum {
  /// Whether a length that fits is followed by its own checksum.
  ///
  ///     bytes 0–7    length of the first record, little-endian
  ///     bytes 8–11   CRC-32C of them, turned right by 15 bits, plus A282EAD8
  ///
  /// Source: tensorflow, "TFRecord and tf.train.Example".
  static func isTFRecord(_ glimpse: FileGlimpse) -> Bool {
    guard let length = glimpse.bytes(at: 0, count: 8), let said = glimpse.little(at: 8, count: 4)
    else { return false }
    let sum = crc32C(length)
    return said == Int((sum >> 15 | sum << 17) &+ 0xA282_EAD8)
  }

  /// The CRC of Castagnoli's polynomial, 1EDC6F41, reflected.
  static func crc32C(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in
        rest >> 1 ^ (rest & 1 == 1 ? 0x82F6_3B78 : 0)
      }
    }
  }
}
