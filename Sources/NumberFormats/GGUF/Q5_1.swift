extension GGUF {
  /// Codes of 5 bits with a scale and a minimum.
  ///
  ///     x[j] = q[j] · d + m
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–3 | m |
  /// | 4–7 | the highest bits: that of q[j] is bit j of the 32 |
  /// | 8–23 | the low four bits of q[j] in the low half of byte j, of q[j + 16] in the high half |
  enum Q5_1: EncodingBlockRule {
    static let name = "gguf-q5_1"
    static let valueCount = 32
    static let byteCount = 24
    static let usesImportance = true

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      var codes = InlineArray<32, UInt8>(repeating: 0)
      var span = codes.mutableSpan
      let (scale, minimum) = GGUF.encodeFromMinimum(
        values, weights: weights, rowMeanSquare: rowMeanSquare, largest: 31, into: &span)
      block.storeFloat16(scale, at: 0)
      block.storeFloat16(minimum, at: 2)
      block.storeFifthBits(codes.span, at: 4)
      block.storePairs(codes.span, at: 8)
    }

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let scale = block.float16(at: 0)
      let minimum = block.float16(at: 2)
      let highBits = block.uint32(at: 4)
      for j in 0..<16 {
        let pair = UInt32(block[8 &+ j])
        let low = pair & 15 | (highBits &>> UInt32(j) & 1) << 4
        let high = pair >> 4 | (highBits &>> UInt32(j &+ 16) & 1) << 4
        values[j] = Float(Int32(bitPattern: low)) * scale + minimum
        values[j &+ 16] = Float(Int32(bitPattern: high)) * scale + minimum
      }
    }
  }
}
