extension GGUF {
  /// The three values −d, 0 and d, five of them to a byte.
  ///
  ///     t[k] = ⌊(byte · 3^k mod 256) · 3 / 256⌋
  ///     x    = (t − 1) · d
  ///
  /// A byte is the fraction 0.t₀t₁t₂t₃t₄ to the base 3 in units of 1/256, rounded up, so that
  /// multiplying by 3 brings one digit after another before the point.
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–31 | five digits each: digit k of byte l is x[l + 32·k] |
  /// | 32–47 | five digits each: digit k of byte l of the 16 is x[160 + l + 16·k] |
  /// | 48–51 | four digits each: digit k of byte l of the 4 is x[240 + l + 4·k] |
  /// | 52–53 | d |
  enum TQ1_0: EncodingBlockRule {
    static let name = "gguf-tq1_0"
    static let valueCount = 256
    static let byteCount = 54

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      let scale = Peaks.magnitudeAfterNaN(values)
      let inverse = Rounding.inverse(scale)
      for l in 0..<32 {
        block[l] = byte(values, inverse, first: l, stride: 32, count: 5)
      }
      for l in 0..<16 {
        block[32 &+ l] = byte(values, inverse, first: 160 &+ l, stride: 16, count: 5)
      }
      for l in 0..<4 {
        block[48 &+ l] = byte(values, inverse, first: 240 &+ l, stride: 4, count: 4)
      }
      block.storeFloat16(scale, at: 52)
    }

    /// A value over the scale, rounded, plus 1: the digit; 1 where there is no such number.
    @inline(__always)
    static func digit(_ value: Float, _ inverse: Float) -> UInt8 {
      Rounding.byte(Rounding.awayFromZero(value * inverse) + 1)
    }

    /// The byte of up to five values, ⌈digits · 256 / 243⌉.
    @inline(__always)
    private static func byte(
      _ values: Span<Float>, _ inverse: Float, first: Int, stride: Int, count: Int
    ) -> UInt8 {
      var digits: UInt8 = 0
      for k in 0..<count {
        digits = digits &* 3 &+ digit(values[first &+ stride &* k], inverse)
      }
      if count < 5 { digits &*= 3 }
      return UInt8(truncatingIfNeeded: (UInt32(digits) &* 256 &+ 242) / 243)
    }

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let scale = block.float16(at: 52)
      var power: UInt8 = 1
      for digit in 0..<5 {
        for l in 0..<32 {
          values[32 &* digit &+ l] = sign(block[l], power) * scale
        }
        for l in 0..<16 {
          values[160 &+ 16 &* digit &+ l] = sign(block[32 &+ l], power) * scale
        }
        if digit < 4 {
          for l in 0..<4 {
            values[240 &+ 4 &* digit &+ l] = sign(block[48 &+ l], power) * scale
          }
        }
        power &*= 3
      }
    }

    /// The digit of a byte that a power of 3 brings before the point, less 1.
    @inline(__always)
    private static func sign(_ byte: UInt8, _ power: UInt8) -> Float {
      Float(((Int32(byte &* power) &* 3) >> 8) &- 1)
    }
  }
}
