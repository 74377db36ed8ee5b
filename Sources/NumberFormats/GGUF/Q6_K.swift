extension GGUF {
  /// Codes of 6 bits around 32 in 16 groups of 16, each group with a scale of 8 bits.
  ///
  ///     x[j] = (d · scale) · (q[j] − 32)
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–127 | the low four bits: for each 128 values 64 bytes; x[j] in the low half of byte j, x[j + 64] in the high half |
  /// | 128–191 | the high two bits: for each 128 values 32 bytes; byte l has those of x[l + 32·k] from bit 2·k on |
  /// | 192–207 | scales, int8 |
  /// | 208–209 | d |
  enum Q6_K: BlockRule {
    static let name = "gguf-q6_k"
    static let valueCount = 256
    static let byteCount = 210

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let blockScale = block.float16(at: 208)
      for group in 0..<16 {
        let scale = blockScale * Float(Int8(bitPattern: block[192 &+ group]))
        let half = group >> 3
        // Which 16 of the 128 values of its half the group is, and so where its bits are.
        let part = group & 7
        let lowFirst = 64 &* half &+ 16 &* (part & 3)
        let lowShift = UInt8(truncatingIfNeeded: part & 4)
        let highFirst = 128 &+ 32 &* half &+ 16 &* (part & 1)
        let highShift = UInt8(truncatingIfNeeded: part & 6)
        for j in 0..<16 {
          let low = block[lowFirst &+ j] &>> lowShift & 15
          let high = block[highFirst &+ j] &>> highShift & 3
          values[16 &* group &+ j] = scale * Float(Int32(low | high << 4) &- 32)
        }
      }
    }
  }
}
