extension GGUF {
  /// Numbers of float4 E2M1 in 4 groups of 16, each group with a scale of float8 E4M3 without sign.
  ///
  ///     x[j] = levels[q[j]] · scale / 2
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–3 | the scales |
  /// | 4–35 | q: for each group 8 bytes; x[j] in the low half of byte j, x[j + 8] in the high half |
  ///
  /// The levels are those of ``MXFP4``, twice those of E2M1. As ggml reads a scale, 0x7F, NaN in
  /// E4M3, is 0, and the bit of the sign does not count, so that 0xFF is 480. A file may hold a
  /// factor for the whole tensor beside it, which is not part of a block.
  enum NVFP4: EncodingBlockRule {
    static let name = "gguf-nvfp4"
    static let valueCount = 64
    static let byteCount = 36

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      for group in 0..<4 {
        let first = 16 &* group
        let largest = Peaks.magnitude(values.extracting(first..<(first &+ 16)))
        let scale = scale(largest / 6)
        let half = halfScale(scale)
        block[group] = scale
        for j in 0..<8 {
          let low = MXFP4.code(of: values[first &+ j], half)
          let high = MXFP4.code(of: values[first &+ j &+ 8], half)
          block[4 &+ 8 &* group &+ j] = low | high << 4
        }
      }
    }

    /// The number of float8 E4M3 that ggml takes for a scale.
    ///
    /// Halves are rounded up, not to even. What would be 256 or more is 448. NaN and what is not
    /// above half of the least number become 0.
    private static func scale(_ x: Float) -> UInt8 {
      guard x > 0 else { return 0 }
      let bits = (x > 448 ? 448 : x).bitPattern
      // From here on the bias of the exponent is 7.
      let exponent = Int32(bits >> 23) &- 120
      if exponent <= 0 {
        let units = Rounding.integerPart(x * 512 + 0.5)
        return Rounding.byte(units > 7 ? 7 : units)
      }
      let code = exponent << 3 &+ Int32(((bits >> 19 & 15) &+ 1) >> 1)
      return code < 15 << 3 ? UInt8(truncatingIfNeeded: code) : 0x7E
    }

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      for group in 0..<4 {
        let scaled = MXFP4.levels * halfScale(block[group])
        for j in 0..<8 {
          let pair = block[4 &+ 8 &* group &+ j]
          values[16 &* group &+ j] = scaled[Int(pair & 15)]
          values[16 &* group &+ j &+ 8] = scaled[Int(pair >> 4)]
        }
      }
    }

    /// Half of the number that a scale's byte stands for.
    @inline(__always)
    private static func halfScale(_ byte: UInt8) -> Float {
      let magnitude = UInt32(byte & 0x7F)
      if byte == 0x7F { return 0 }
      if magnitude < 8 { return Float(magnitude) * 0x1p-10 }
      // The exponent's bias goes from 7 to 127, less 1 for the half.
      return Float(bitPattern: (magnitude << 20) &+ (119 << 23))
    }
  }
}
