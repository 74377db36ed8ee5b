extension GGUF {
  /// Codes of 4 bits that choose one of 16 levels, with one scale.
  ///
  ///     x[j] = d · levels[q[j]]
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–17 | q[j] in the low half of byte j, q[j + 16] in the high half |
  enum IQ4_NL: BlockRule {
    static let name = "gguf-iq4_nl"
    static let valueCount = 32
    static let byteCount = 18

    /// The levels, closer to each other near zero.
    static let levels: SIMD16<Float> = [
      -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113,
    ]

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let scaled = block.float16(at: 0) * levels
      for j in 0..<16 {
        let pair = block[2 &+ j]
        values[j] = scaled[Int(pair & 15)]
        values[j &+ 16] = scaled[Int(pair >> 4)]
      }
    }
  }
}
