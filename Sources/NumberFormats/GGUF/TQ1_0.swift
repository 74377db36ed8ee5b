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
  enum TQ1_0: BlockRule {
    static let name = "gguf-tq1_0"
    static let valueCount = 256
    static let byteCount = 54

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
