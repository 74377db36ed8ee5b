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
  enum MXFP4: EncodingBlockRule {
    static let name = "gguf-mxfp4"
    static let valueCount = 32
    static let byteCount = 17

    /// Twice the numbers of float4 E2M1.
    static let levels: SIMD16<Float> = [0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12]

    /// The levels of the codes without sign.
    private static let magnitudes: [8 of Float] = [0, 1, 2, 3, 4, 6, 8, 12]

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      let exponent = self.exponent(Peaks.magnitude(values))
      let scale = self.scale(exponent)
      block[0] = exponent
      for j in 0..<16 {
        block[1 &+ j] = code(of: values[j], scale) | code(of: values[j &+ 16], scale) << 4
      }
    }

    /// The code of the level whose multiple is nearest to a value, the lowest of several.
    ///
    /// It is 0 for NaN, and also where the scale is 0. Levels of the other sign are never nearer,
    /// and −0, being as near as 0, is not asked for.
    @inline(__always)
    static func code(of value: Float, _ scale: Float) -> UInt8 {
      let magnitude = abs(value)
      var least = magnitude
      var code: UInt8 = 0
      for k in 1..<8 {
        let difference = abs(magnitudes[k] * scale - magnitude)
        code = difference < least ? UInt8(truncatingIfNeeded: k) : code
        least = difference < least ? difference : least
      }
      return code == 0 || value > 0 ? code : code | 8
    }

    /// The exponent e for values up to a magnitude.
    ///
    ///     e = ⌊log2 magnitude⌋ − 2 + 127, 0 for magnitude 0 or ∞
    ///
    /// The logarithm is rounded to float32 before, so that what is just below a power of two counts
    /// as that power: where (2^K − magnitude) / 2^K is at most ln 2 times half of what separates
    /// float32 numbers below K. Only the lowest eight bits of e are kept, though magnitudes below
    /// 2^−125 have e < 0: their blocks come out as zeros, as from ggml.
    private static func exponent(_ magnitude: Float) -> UInt8 {
      guard magnitude > 0 && magnitude.isFinite else { return 0 }
      var floor = Int(magnitude.exponent)
      let next = floor &+ 1
      // How many bits there are before the point in logarithms just below `next`.
      let size = next > 0 ? next &- 1 : -next
      if size > 0 {
        let bits = Int.bitWidth &- 1 &- size.leadingZeroBitCount
        let halfUnit = Float(sign: .plus, exponent: bits &- 24, significand: 1)
        if 1 - magnitude.significand / 2 <= halfUnit * 0x1.62E43p-1 { floor = next }
      }
      return UInt8(truncatingIfNeeded: floor &+ 125)
    }

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
