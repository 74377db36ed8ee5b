extension GGUF {
  /// Eights of integers out of a grid of 1024, with signs, in 16 groups of 16 with a scale of 4 bits.
  ///
  ///     x[j] = ± (d · (½ + scale) · ¼) · grid[index][j mod 8]
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–33 | the low eight bits of the index of each eight |
  /// | 34–65 | the signs of each eight |
  /// | 66–73 | the high two bits of the indices, of eight e in byte e / 4 from bit 2·(e mod 4) on |
  /// | 74–81 | scale of group g in byte g / 2, the even g in the low half |
  enum IQ2_S: BlockRule {
    static let name = "gguf-iq2_s"
    static let valueCount = 256
    static let byteCount = 82

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let (grid, signs) = (grid, GridSigns.factors)
      let blockScale = block.float16(at: 0)
      for group in 0..<16 {
        let pair = block[74 &+ (group >> 1)]
        let code = pair &>> UInt8(truncatingIfNeeded: 4 &* (group & 1)) & 15
        let scale = blockScale * (0.5 + Float(code)) * 0.25
        for eight in (2 &* group)..<(2 &* group &+ 2) {
          let four = UInt32(block[66 &+ (eight >> 2)])
          let high = four &>> UInt32(truncatingIfNeeded: 2 &* (eight & 3)) & 3
          values.store(
            scale * grid[UInt32(block[2 &+ eight]) | high << 8] * signs[Int(block[34 &+ eight])],
            at: 8 &* eight)
        }
      }
    }
  }
}
