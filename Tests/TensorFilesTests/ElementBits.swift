import QuantizationEngine

@testable import TensorFiles

extension ElementType {
  /// Bits worth decoding: both ends, both zeros, the smallest, the special, the ties.
  var interestingBits: [UInt64] {
    switch self {
    case .float16:
      [
        0x0000, 0x8000, 0x0001, 0x8001, 0x03FF, 0x0400, 0x3C00, 0xBC00, 0x3555, 0x7BFF, 0xFBFF,
        0x7C00, 0xFC00, 0x7E00, 0x7C01,
      ]
    case .bfloat16:
      [
        0x0000, 0x8000, 0x0001, 0x807F, 0x0080, 0x3F80, 0xBF80, 0x3EAB, 0x7F7F, 0xFF7F, 0x7F80,
        0xFF80, 0x7FC0, 0x7F81,
      ]
    case .float32:
      [
        0, 0x8000_0000, 1, 0x807F_FFFF, 0x0080_0000, 0x3F80_0000, 0xBF80_0000, 0x3EAA_AAAB,
        0x7F7F_FFFF, 0xFF7F_FFFF, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0x1234_5678,
      ]
    case .float64:
      [
        0, 1 << 63, 1, 0x800F_FFFF_FFFF_FFFF, 0x0010_0000_0000_0000, 0x3FF0_0000_0000_0000,
        0xBFF0_0000_0000_0000, 0x7FEF_FFFF_FFFF_FFFF, 0x7FF0_0000_0000_0000,
        0xFFF0_0000_0000_0000, 0x7FF8_0000_0000_0000, 0x3FD5_5555_5555_5555,
      ]
    case .bool: [0, 1, 1, 0, 2, 0x80, 0xFF]
    case .float8E4M3FN, .float8E5M2, .float8E4M3FNUZ, .float8E5M2FNUZ, .float8E8M0FNU,
      .float8E4M3, .float8E3M4, .float8E4M3B11FNUZ, .float6E2M3FN, .float6E3M2FN, .float4E2M1FN,
      .int4, .uint4, .int2, .uint2:
      Array(0..<256)
    case .int64, .uint64:
      // 2^53 + 1 is a tie down to even, 2^53 + 3 a tie up, 2^63 ± 1 the ends.
      [
        0, 1, UInt64.max, 1 << 63, 1 << 63 - 1, 1 << 53, 1 << 53 + 1, 1 << 53 + 3, 1 << 53 + 2,
        ~(1 << 53), 0x0123_4567_89AB_CDEF, UInt64.max - 1024, UInt64.max - 1023,
      ]
    case .int8, .uint8, .int16, .uint16, .int32, .uint32:
      [0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF] + widthBits
    }
  }

  private var widthBits: [UInt64] {
    let width = UInt64(byteCount * 8)
    let mask: UInt64 = 1 << width - 1
    return [mask, mask - 1, 1 << (width - 1), 1 << (width - 1) - 1, 0x1234_5678 & mask]
  }

  /// How numpy spells the type, without the byte order.
  var npyKind: String {
    switch self {
    case .float16: "f2"
    case .bfloat16: "V2"
    case .float32: "f4"
    case .float64: "f8"
    case .int8: "i1"
    case .uint8: "u1"
    case .int16: "i2"
    case .uint16: "u2"
    case .int32: "i4"
    case .uint32: "u4"
    case .int64: "i8"
    case .uint64: "u8"
    case .bool: "b1"
    default: "V1"
    }
  }

  /// Whether float32 holds every value.
  var widensToFloat32: Bool {
    switch self {
    case .float64, .int32, .uint32, .int64, .uint64: false
    default: true
    }
  }
}
