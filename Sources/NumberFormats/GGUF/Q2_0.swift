extension GGUF {
  /// Codes of 2 bits for −d, 0, d and 2·d.
  ///
  ///     x[j] = (q[j] − 1) · d
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–17 | q[j] in the bits from 2·(j mod 4) on of byte j / 4 |
  enum Q2_0: EncodingBlockRule {
    static let name = "gguf-q2_0"
    static let valueCount = 64
    static let byteCount = 18

    /// Encodes a block with its largest magnitude as the scale, so that 2·d is never used.
    ///
    /// What is no number over the scale, NaN among it, becomes −d.
    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      let scale = Peaks.magnitude(values)
      let inverse = Rounding.inverse(scale)
      block.storeFloat16(scale, at: 0)
      for byte in 0..<16 {
        var codes: UInt8 = 0
        for k in 0..<4 {
          codes |=
            code(of: values[4 &* byte &+ k] * inverse) << UInt8(truncatingIfNeeded: 2 &* k)
        }
        block[2 &+ byte] = codes
      }
    }

    /// The code of a value over the scale.
    @inline(__always)
    private static func code(of x: Float) -> UInt8 {
      guard abs(x) < 0x1p22 else { return 0 }
      let integer = Rounding.awayFromZero(x) + 1
      return Rounding.byte(integer < 0 ? 0 : integer > 3 ? 3 : integer)
    }

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let scale = block.float16(at: 0)
      for byte in 0..<16 {
        for k in 0..<4 {
          let code = Int32(block[2 &+ byte] >> UInt8(truncatingIfNeeded: 2 &* k) & 3)
          values[4 &* byte &+ k] = Float(code &- 1) * scale
        }
      }
    }
  }
}
