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
  enum Q4_1: BlockRule {
    static let name = "gguf-q4_1"
    static let valueCount = 32
    static let byteCount = 20

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
