extension GGUF {
  /// Codes of 3 bits around 4 in 16 groups of 16, each group with a scale of 6 bits around 32.
  ///
  ///     x[j] = (d · (scale − 32)) · (q[j] − 4)
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–31 | the highest bits: that of q[j] is bit j / 32 of byte j mod 32 |
  /// | 32–95 | the low two bits, as in ``Q2_K`` |
  /// | 96–103 | the low four bits of the scales: of group g in the low half of byte g, of g + 8 in the high half |
  /// | 104–107 | the high two bits: of group g in byte g mod 4, from bit 2·(g / 4) on |
  /// | 108–109 | d |
  enum Q3_K: BlockRule {
    static let name = "gguf-q3_k"
    static let valueCount = 256
    static let byteCount = 110

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let blockScale = block.float16(at: 108)
      for group in 0..<16 {
        let low = block[96 &+ (group & 7)] &>> UInt8(truncatingIfNeeded: (group >> 3) &* 4) & 15
        let high = block[104 &+ (group & 3)] &>> UInt8(truncatingIfNeeded: (group >> 2) &* 2) & 3
        let scale = blockScale * Float(Int32(low | high << 4) &- 32)
        let column = 16 &* (group & 1)
        let first = 32 &+ 32 &* (group >> 3) &+ column
        let shift = UInt8(truncatingIfNeeded: group & 6)
        let highShift = UInt8(truncatingIfNeeded: group >> 1)
        for j in 0..<16 {
          let lowBits = block[first &+ j] &>> shift & 3
          let highBit = block[column &+ j] &>> highShift & 1
          let code = Int32(lowBits | highBit << 2) &- 4
          values[16 &* group &+ j] = scale * Float(code)
        }
      }
    }
  }
}
