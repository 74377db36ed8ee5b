extension GGUF {
  /// Fours of integers out of a grid of 256, with signs, in 8 groups of 32 with a scale of 4 bits.
  ///
  ///     x[j] = ± (d · (½ + scale) · ½) · grid[index][j mod 4]
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–65 | the index of each four |
  /// | 66–97 | 32 bits a group, little-endian: signs and scale as in ``IQ2_XXS`` |
  enum IQ3_XXS: BlockRule {
    static let name = "gguf-iq3_xxs"
    static let valueCount = 256
    static let byteCount = 98

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let (grid, signs) = (grid, GridSigns.factors)
      let blockScale = block.float16(at: 0)
      for group in 0..<8 {
        let bits = block.uint32(at: 66 &+ 4 &* group)
        let scale = blockScale * (0.5 + Float(bits >> 28)) * 0.5
        for k in 0..<4 {
          let four = 8 &* group &+ 2 &* k
          let row = SIMD8(
            lowHalf: grid[UInt32(block[2 &+ four])], highHalf: grid[UInt32(block[3 &+ four])])
          let sign = GridSigns.even(bits &>> UInt32(truncatingIfNeeded: 7 &* k))
          values.store(scale * row * signs[sign], at: 4 &* four)
        }
      }
    }
  }
}
