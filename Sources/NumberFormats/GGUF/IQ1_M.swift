extension GGUF {
  /// Eights of −1, 0 and 1 out of the grid of ``IQ1_S``, each shifted by ⅛, in 16 groups of 16 with a
  /// scale of 3 bits.
  ///
  ///     x[j] = (d · (2·scale + 1)) · (grid[index][j mod 8] ± ⅛)
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–31 | the low eight bits of the index of each eight |
  /// | 32–47 | a half byte an eight, the even one in the low half: the high three bits of the index, and in the fourth whether ⅛ is taken away |
  /// | 48–55 | four times 16 bits, little-endian: scale of group g in number g / 4 from bit 3·(g mod 4) on; the high four bits are d's, the lowest of its in the first number |
  enum IQ1_M: BlockRule {
    static let name = "gguf-iq1_m"
    static let valueCount = 256
    static let byteCount = 56

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let grid = IQ1_S.grid
      var pattern: UInt16 = 0
      for number in 0..<4 {
        let high = block.uint16(at: 48 &+ 2 &* number) >> 12
        pattern |= high &<< UInt16(truncatingIfNeeded: 4 &* number)
      }
      let blockScale = Float(Float16(bitPattern: pattern))
      for group in 0..<16 {
        let number = block.uint16(at: 48 &+ 2 &* (group >> 2))
        let code = number &>> UInt16(truncatingIfNeeded: 3 &* (group & 3)) & 7
        let scale = blockScale * Float(2 &* code &+ 1)
        for k in 0..<2 {
          let eight = 2 &* group &+ k
          let half = UInt32(block[32 &+ group]) &>> UInt32(truncatingIfNeeded: 4 &* k)
          let shift: Float = half & 8 == 0 ? 0.125 : -0.125
          values.store(
            scale * (grid[UInt32(block[eight]) | (half & 7) << 8] + shift), at: 8 &* eight)
        }
      }
    }
  }
}
