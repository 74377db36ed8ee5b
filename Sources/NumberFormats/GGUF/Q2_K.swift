extension GGUF {
  /// Codes of 2 bits in 16 groups of 16, each group with a scale and a minimum of 4 bits.
  ///
  ///     x[j] = (d · scale) · q[j] − m · minimum
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–15 | scale of group g in the low half of byte g, minimum in the high half |
  /// | 16–79 | q: two halves of 128 values; byte l of 32 has x[l + 32·k] in the bits from 2·k on |
  /// | 80–81 | d |
  /// | 82–83 | m |
  enum Q2_K: BlockRule {
    static let name = "gguf-q2_k"
    static let valueCount = 256
    static let byteCount = 84

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let blockScale = block.float16(at: 80)
      let blockMinimum = block.float16(at: 82)
      for group in 0..<16 {
        let scale = blockScale * Float(block[group] & 15)
        let minimum = blockMinimum * Float(block[group] >> 4)
        let first = 16 &+ 32 &* (group >> 3) &+ 16 &* (group & 1)
        let shift = UInt8(truncatingIfNeeded: group & 6)
        for j in 0..<16 {
          let code = Int32(block[first &+ j] &>> shift & 3)
          values[16 &* group &+ j] = scale * Float(code) - minimum
        }
      }
    }
  }
}
