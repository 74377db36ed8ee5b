extension GGUF {
  /// Eights of integers out of a grid of 256, with signs, in 8 groups of 32 with a scale of 4 bits.
  ///
  ///     x[j] = ± (d · (½ + scale) · ¼) · grid[index][j mod 8]
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–65 | 8 bytes a group: 4 indices, then 32 bits, little-endian |
  ///
  /// The 32 bits are seven signs of each of the four eights from bit 7·k on, and the scale from bit
  /// 28 on; the eighth sign makes the number of negative ones even.
  enum IQ2_XXS: BlockRule {
    static let name = "gguf-iq2_xxs"
    static let valueCount = 256
    static let byteCount = 66

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let (grid, signs) = (grid, GridSigns.factors)
      let blockScale = block.float16(at: 0)
      for group in 0..<8 {
        let first = 2 &+ 8 &* group
        let bits = block.uint32(at: first &+ 4)
        let scale = blockScale * (0.5 + Float(bits >> 28)) * 0.25
        for k in 0..<4 {
          let sign = GridSigns.even(bits &>> UInt32(truncatingIfNeeded: 7 &* k))
          values.store(
            scale * grid[UInt32(block[first &+ k])] * signs[sign], at: 32 &* group &+ 8 &* k)
        }
      }
    }
  }
}
