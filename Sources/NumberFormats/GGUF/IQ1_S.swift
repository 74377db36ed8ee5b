extension GGUF {
  /// Eights of −1, 0 and 1 out of a grid of 2048, shifted by ⅛, in 8 groups of 32 with a scale of 3
  /// bits.
  ///
  ///     x[j] = (d · (2·scale + 1)) · (grid[index][j mod 8] ± ⅛)
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–33 | the low eight bits of the index of each eight |
  /// | 34–49 | 16 bits a group, little-endian: the high three bits of the index of eight k from bit 3·k on, the scale from bit 12 on, in bit 15 whether ⅛ is taken away |
  enum IQ1_S: BlockRule {
    static let name = "gguf-iq1_s"
    static let valueCount = 256
    static let byteCount = 50

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let grid = grid
      let blockScale = block.float16(at: 0)
      for group in 0..<8 {
        let bits = UInt32(block.uint16(at: 34 &+ 2 &* group))
        let scale = blockScale * Float(2 &* (bits >> 12 & 7) &+ 1)
        let shift: Float = bits & 0x8000 == 0 ? 0.125 : -0.125
        for k in 0..<4 {
          let eight = 4 &* group &+ k
          let high = bits &>> UInt32(truncatingIfNeeded: 3 &* k) & 7
          values.store(
            scale * (grid[UInt32(block[2 &+ eight]) | high << 8] + shift), at: 8 &* eight)
        }
      }
    }
  }
}
