extension GGUF {
  /// Eights of integers out of a grid of 512, with signs, in 16 groups of 16 with a scale of 4 bits.
  ///
  ///     x[j] = ± (d · (½ + scale) · ¼) · grid[index][j mod 8]
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–65 | 16 bits an eight: the index in the low nine, seven signs above; the eighth makes the number of negative ones even |
  /// | 66–73 | scale of group g in byte g / 2, the even g in the low half |
  enum IQ2_XS: BlockRule {
    static let name = "gguf-iq2_xs"
    static let valueCount = 256
    static let byteCount = 74

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let (grid, signs) = (grid, GridSigns.factors)
      let blockScale = block.float16(at: 0)
      for group in 0..<16 {
        let pair = block[66 &+ (group >> 1)]
        let code = pair &>> UInt8(truncatingIfNeeded: 4 &* (group & 1)) & 15
        let scale = blockScale * (0.5 + Float(code)) * 0.25
        for eight in (2 &* group)..<(2 &* group &+ 2) {
          let bits = UInt32(block.uint16(at: 2 &+ 2 &* eight))
          values.store(
            scale * grid[bits & 511] * signs[GridSigns.even(bits >> 9)], at: 8 &* eight)
        }
      }
    }
  }
}
