import NumberFormats
import TestSupport

extension BlockFormat {
  /// The values of blocks, each put in place of a value that no format has.
  func decoded(_ bytes: [UInt8]) -> [Float] {
    var values = [Float](
      repeating: BlockCases.unwritten, count: bytes.count / byteCount * valueCount)
    var span = values.mutableSpan
    decode(bytes.span.bytes, into: &span)
    return values
  }
}

/// Blocks to decode, and how their values are compared.
enum BlockCases {
  /// A NaN whose bits no arithmetic makes.
  static let unwritten = Float(bitPattern: 0x7FA5_A5A5)

  /// The bits of values, a NaN having those of one NaN: which it is, is the processor's affair.
  ///
  /// A value that was not written is not taken for a NaN.
  static func bits(_ values: [Float]) -> [UInt32] {
    values.map { value in
      value.isNaN && value.bitPattern != unwritten.bitPattern ? 0x7FC0_0000 : value.bitPattern
    }
  }

  /// Bytes at random.
  static func random(_ count: Int, _ generator: inout SplitMix64) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
  }

  /// Bytes of which most are those of scales that are zero, subnormal, infinite or NaN, and codes
  /// at the ends.
  static func extreme(_ count: Int, _ generator: inout SplitMix64) -> [UInt8] {
    let extremes: [UInt8] = [
      0x00, 0xFF, 0x7F, 0x80, 0x7C, 0xFC, 0x7E, 0xFE, 0x01, 0x03, 0x83, 0x8F,
    ]
    return (0..<count).map { _ in
      let random = generator.next()
      guard random % 4 != 0 else { return UInt8(truncatingIfNeeded: random >> 8) }
      return extremes[Int((random >> 8) % UInt64(extremes.count))]
    }
  }
}
