extension GGUF {
  /// Integers of 8 bits with one scale.
  ///
  ///     x[j] = q[j] · d
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–33 | q, int8 |
  enum Q8_0: EncodingBlockRule {
    static let name = "gguf-q8_0"
    static let valueCount = 32
    static let byteCount = 34

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      let scale = Peaks.magnitudeAfterNaN(values) / 127
      let inverse = Rounding.inverse(scale)
      block.storeFloat16(scale, at: 0)
      for j in 0..<32 {
        block[2 &+ j] = Rounding.byte(Rounding.awayFromZero(values[j] * inverse))
      }
    }

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let scale = block.float16(at: 0)
      for j in 0..<32 {
        values[j] = Float(Int8(bitPattern: block[2 &+ j])) * scale
      }
    }
  }
}
