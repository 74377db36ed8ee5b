import TestSupport

/// What blocks mean, worked out one value at a time from their layouts: slow, obvious, and without
/// a line of what it judges.
///
/// A block is one long string of bits, the lowest bit of its first byte first. The arithmetic is
/// in float64, which holds every product and sum of these formats exactly, and is rounded once.
struct RefereeBlock {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Value `j` of a block of a format, or nil for a format that is not known.
  func value(_ j: Int, of format: String) -> Float? {
    exactValue(j, of: format).map { Float($0) }
  }

  private func exactValue(_ j: Int, of format: String) -> Double? {
    // Which of two halves of 128 values, and where in it; the same for groups of 32.
    let (half, inHalf) = (j / 128, j % 128)
    let (row, column) = (j / 32, j % 32)
    switch format {
    case "gguf-q1_0": return (2 * bits(16 + j, 1) - 1) * float16(0)
    case "gguf-q2_0": return (bits(16 + 2 * j, 2) - 1) * float16(0)
    case "gguf-q8_0": return signed(16 + 8 * j, 8) * float16(0)
    case "gguf-q4_0": return (nibble(j, of: 32, at: 2) - 8) * float16(0)
    case "gguf-q4_1": return nibble(j, of: 32, at: 4) * float16(0) + float16(2)
    case "gguf-q5_0":
      return (nibble(j, of: 32, at: 6) + 16 * bits(16 + j, 1) - 16) * float16(0)
    case "gguf-q5_1":
      return (nibble(j, of: 32, at: 8) + 16 * bits(32 + j, 1)) * float16(0) + float16(2)
    case "gguf-q2_k":
      let code = bits(8 * (16 + 32 * half + column) + 2 * (inHalf / 32), 2)
      let (scale, minimum) = (bits(8 * (j / 16), 4), bits(8 * (j / 16) + 4, 4))
      return float16(80) * scale * code - float16(82) * minimum
    case "gguf-q3_k":
      let code = bits(8 * (32 + 32 * half + column) + 2 * (inHalf / 32), 2)
      let high = bits(8 * column + row, 1)
      let group = j / 16
      let scale =
        bits(8 * (96 + group % 8) + 4 * (group / 8), 4)
        + 16 * bits(8 * (104 + group % 4) + 2 * (group / 4), 2)
      return float16(108) * (scale - 32) * (code + 4 * high - 4)
    case "gguf-q4_k":
      let code = nibble(j % 64, of: 64, at: 16 + 32 * (j / 64))
      let (scale, minimum) = sixBits(row, at: 4)
      return float16(0) * scale * code - float16(2) * minimum
    case "gguf-q5_k":
      let code =
        nibble(j % 64, of: 64, at: 48 + 32 * (j / 64)) + 16 * bits(8 * (16 + column) + row, 1)
      let (scale, minimum) = sixBits(row, at: 4)
      return float16(0) * scale * code - float16(2) * minimum
    case "gguf-q6_k":
      let low = nibble(inHalf, of: 128, at: 64 * half)
      let high = bits(8 * (128 + 32 * half + column) + 2 * (inHalf / 32), 2)
      return float16(208) * signed(8 * (192 + j / 16), 8) * (low + 16 * high - 32)
    case "gguf-iq4_nl": return float16(0) * Self.nonLinear[Int(nibble(j, of: 32, at: 2))]
    case "gguf-iq4_xs":
      let scale = bits(32 + 4 * row, 4) + 16 * bits(16 + 2 * row, 2)
      return float16(0) * (scale - 32)
        * Self.nonLinear[Int(nibble(column, of: 32, at: 8 + 16 * row))]
    case "gguf-tq1_0":
      if j < 160 { return trit(j / 32, ofByte: j % 32) * float16(52) }
      if j < 240 { return trit((j - 160) / 16, ofByte: 32 + j % 16) * float16(52) }
      return trit((j - 240) / 4, ofByte: 48 + j % 4) * float16(52)
    case "gguf-tq2_0":
      return (bits(8 * (32 * half + column) + 2 * (inHalf / 32), 2) - 1) * float16(64)
    case "gguf-mxfp4":
      return e2m1(nibble(j, of: 32, at: 1))
        * Double(sign: .plus, exponent: Int(bytes[0]) - 127, significand: 1)
    case "gguf-nvfp4":
      return e2m1(nibble(j % 16, of: 16, at: 4 + 8 * (j / 16))) * e4m3(bytes[j / 16])
    default: return nil
    }
  }

  /// The levels of IQ4_NL.
  private static let nonLinear: [Double] = [
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113,
  ]

  /// The integer in some bits of the block.
  func bits(_ first: Int, _ count: Int) -> Double {
    (0..<count).reduce(0.0) { sum, k in
      let bit = first + k
      return sum + Double(bytes[bit / 8] >> UInt8(bit % 8) & 1) * Double(1 << k)
    }
  }

  /// The same in two's complement.
  func signed(_ first: Int, _ count: Int) -> Double {
    bits(first, count) - bits(first + count - 1, 1) * Double(1 << count)
  }

  /// Code j of some codes of 4 bits: the first half of them in low halves of bytes, the others in high.
  func nibble(_ j: Int, of count: Int, at byte: Int) -> Double {
    bits(8 * (byte + j % (count / 2)) + 4 * (j / (count / 2)), 4)
  }

  /// Scale and minimum of a group of Q4_K and Q5_K.
  private func sixBits(_ group: Int, at byte: Int) -> (scale: Double, minimum: Double) {
    let first = 8 * byte
    guard group >= 4 else { return (bits(first + 8 * group, 6), bits(first + 8 * (group + 4), 6)) }
    let low = first + 8 * (group + 4)
    return (
      bits(low, 4) + 16 * bits(first + 8 * (group - 4) + 6, 2),
      bits(low + 4, 4) + 16 * bits(first + 8 * group + 6, 2)
    )
  }

  /// Digit k, less one, of a fraction to the base 3 that a byte holds in units of 1/256.
  func trit(_ k: Int, ofByte byte: Int) -> Double {
    var fraction = Double(bytes[byte]) / 256
    for _ in 0..<k {
      fraction = (fraction * 3).truncatingRemainder(dividingBy: 1)
    }
    return (fraction * 3).rounded(.down) - 1
  }

  /// float16 by its definition.
  private func float16(_ byte: Int) -> Double {
    small(bits(8 * byte, 10), bits(8 * byte + 10, 5), mantissa: 1024, bias: 15, special: 31)
      * (bits(8 * byte + 15, 1) == 1 ? -1 : 1)
  }

  /// float8 E4M3 as GGUF has it: no sign, 0x7F is nothing and 0xFF a number.
  private func e4m3(_ byte: UInt8) -> Double {
    if byte == 0x7F { return 0 }
    return small(Double(byte % 8), Double(byte / 8 % 16), mantissa: 8, bias: 7, special: nil)
  }

  /// float4 E2M1, but that −0 is +0.
  private func e2m1(_ code: Double) -> Double {
    let magnitude = code.truncatingRemainder(dividingBy: 8)
    let value = small(
      magnitude.truncatingRemainder(dividingBy: 2), (magnitude / 2).rounded(.down), mantissa: 2,
      bias: 1, special: nil)
    return code > 8 ? -value : value
  }

  private func small(
    _ fraction: Double, _ exponent: Double, mantissa: Double, bias: Int, special: Double?
  ) -> Double {
    if exponent == special { return fraction == 0 ? .infinity : .nan }
    let power = { (exponent: Int) in Double(sign: .plus, exponent: exponent - bias, significand: 1)
    }
    if exponent == 0 { return fraction / mantissa * power(1) }
    return (1 + fraction / mantissa) * power(Int(exponent))
  }
}
