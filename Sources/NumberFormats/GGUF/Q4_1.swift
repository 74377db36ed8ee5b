extension GGUF {
  /// Codes of 4 bits with a scale and a minimum.
  ///
  ///     x[j] = q[j] · d + m
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–3 | m |
  /// | 4–19 | q[j] in the low half of byte j, q[j + 16] in the high half |
  enum Q4_1: EncodingBlockRule {
    static let name = "gguf-q4_1"
    static let valueCount = 32
    static let byteCount = 20
    static let usesImportance = true

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      var codes = InlineArray<32, UInt8>(repeating: 0)
      var span = codes.mutableSpan
      let (scale, minimum) = GGUF.encodeFromMinimum(
        values, weights: weights, rowMeanSquare: rowMeanSquare, largest: 15, into: &span)
      block.storeFloat16(scale, at: 0)
      block.storeFloat16(minimum, at: 2)
      block.storePairs(codes.span, at: 4)
    }

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let scale = block.float16(at: 0)
      let minimum = block.float16(at: 2)
      for j in 0..<16 {
        let pair = Int32(block[4 &+ j])
        values[j] = Float(pair & 15) * scale + minimum
        values[j &+ 16] = Float(pair >> 4) * scale + minimum
      }
    }
  }
}
