extension GGUF {
  /// Numbers of float4 E2M1 with one scale that is a power of two.
  ///
  ///     x[j] = levels[q[j]] · 2^(e − 128)
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0 | e, uint8 |
  /// | 1–16 | q[j] in the low half of byte j, q[j + 16] in the high half |
  ///
  /// The levels are twice those of E2M1, and so the scale is half of the E8M0 number; 255,
  /// NaN in E8M0, is the next power of two as ggml reads it. The code of −0 gives +0.
  enum MXFP4: BlockRule {
    static let name = "gguf-mxfp4"
    static let valueCount = 32
    static let byteCount = 17

    /// Twice the numbers of float4 E2M1.
    static let levels: SIMD16<Float> = [0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12]

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let scaled = levels * scale(block[0])
      for j in 0..<16 {
        let pair = block[1 &+ j]
        values[j] = scaled[Int(pair & 15)]
        values[j &+ 16] = scaled[Int(pair >> 4)]
      }
    }

    /// The power of two 2^(e − 128): the lowest two are subnormal.
    @inline(__always)
    private static func scale(_ exponent: UInt8) -> Float {
      let bits: UInt32 =
        exponent < 2 ? 0x0020_0000 << UInt32(exponent) : (UInt32(exponent) &- 1) << 23
      return Float(bitPattern: bits)
    }
  }
}
