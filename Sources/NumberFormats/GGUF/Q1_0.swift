extension GGUF {
  /// Signs with one scale.
  ///
  ///     x[j] = d or −d
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–17 | the signs: bit j mod 8 of byte j / 8, 1 for d |
  enum Q1_0: EncodingBlockRule {
    static let name = "gguf-q1_0"
    static let valueCount = 128
    static let byteCount = 18

    /// Encodes a block with the mean of the magnitudes as the scale, summed one after another.
    ///
    /// Zeros count as positive, NaN as negative.
    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      var sum: Float = 0
      for j in 0..<128 { sum += abs(values[j]) }
      block.storeFloat16(sum / 128, at: 0)
      for byte in 0..<16 {
        var signs: UInt8 = 0
        for bit in 0..<8 {
          signs |= (values[8 &* byte &+ bit] >= 0 ? 1 : 0) << UInt8(truncatingIfNeeded: bit)
        }
        block[2 &+ byte] = signs
      }
    }

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let scale = block.float16(at: 0)
      for byte in 0..<16 {
        for bit in 0..<8 {
          let isPositive = block[2 &+ byte] >> UInt8(truncatingIfNeeded: bit) & 1 == 1
          values[8 &* byte &+ bit] = isPositive ? scale : -scale
        }
      }
    }
  }
}
