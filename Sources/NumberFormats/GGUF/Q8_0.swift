extension GGUF {
  /// Integers of 8 bits with one scale.
  ///
  ///     x[j] = q[j] · d
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–33 | q, int8 |
  enum Q8_0: BlockRule {
    static let name = "gguf-q8_0"
    static let valueCount = 32
    static let byteCount = 34

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let scale = block.float16(at: 0)
      for j in 0..<32 {
        values[j] = Float(Int8(bitPattern: block[2 &+ j])) * scale
      }
    }
  }
}
