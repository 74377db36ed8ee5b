extension GGUF {
  /// Codes of 5 bits around 16 with one scale.
  ///
  ///     x[j] = (q[j] − 16) · d
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–5 | the highest bits: that of q[j] is bit j of the 32 |
  /// | 6–21 | the low four bits of q[j] in the low half of byte j, of q[j + 16] in the high half |
  enum Q5_0: EncodingBlockRule {
    static let name = "gguf-q5_0"
    static let valueCount = 32
    static let byteCount = 22
    static let usesImportance = true

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      var codes = InlineArray<32, UInt8>(repeating: 0)
      var span = codes.mutableSpan
      let scale = GGUF.encodeAroundZero(
        values, weights: weights, rowMeanSquare: rowMeanSquare, half: 16, into: &span)
      block.storeFloat16(scale, at: 0)
      block.storeFifthBits(codes.span, at: 2)
      block.storePairs(codes.span, at: 6)
    }

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let scale = block.float16(at: 0)
      let highBits = block.uint32(at: 2)
      for j in 0..<16 {
        let pair = UInt32(block[6 &+ j])
        let low = pair & 15 | (highBits &>> UInt32(j) & 1) << 4
        let high = pair >> 4 | (highBits &>> UInt32(j &+ 16) & 1) << 4
        values[j] = Float(Int32(bitPattern: low) &- 16) * scale
        values[j &+ 16] = Float(Int32(bitPattern: high) &- 16) * scale
      }
    }
  }
}
