extension GGUF {
  /// Codes of 4 bits around 8 with one scale.
  ///
  ///     x[j] = (q[j] − 8) · d
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–17 | q[j] in the low half of byte j, q[j + 16] in the high half |
  enum Q4_0: EncodingBlockRule {
    static let name = "gguf-q4_0"
    static let valueCount = 32
    static let byteCount = 18
    static let usesImportance = true

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      var codes = InlineArray<32, UInt8>(repeating: 0)
      var span = codes.mutableSpan
      let scale = GGUF.encodeAroundZero(
        values, weights: weights, rowMeanSquare: rowMeanSquare, half: 8, into: &span)
      block.storeFloat16(scale, at: 0)
      block.storePairs(codes.span, at: 2)
    }

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let scale = block.float16(at: 0)
      for j in 0..<16 {
        let pair = Int32(block[2 &+ j])
        values[j] = Float((pair & 15) &- 8) * scale
        values[j &+ 16] = Float((pair >> 4) &- 8) * scale
      }
    }
  }
}
