extension GGUF {
  /// Fours of integers out of a grid of 512, with signs, in 8 groups of 32 with a scale of 4 bits.
  ///
  ///     x[j] = ± (d · (1 + 2·scale)) · grid[index][j mod 4]
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–65 | the low eight bits of the index of each four |
  /// | 66–73 | the ninth bit of the indices, of four f in bit f mod 8 of byte f / 8 |
  /// | 74–105 | the signs of each eight values |
  /// | 106–109 | scale of group g in byte g / 2, the even g in the low half |
  enum IQ3_S: BlockRule {
    static let name = "gguf-iq3_s"
    static let valueCount = 256
    static let byteCount = 110

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let (grid, signs) = (grid, GridSigns.factors)
      let blockScale = block.float16(at: 0)
      for group in 0..<8 {
        let pair = block[106 &+ (group >> 1)]
        let code = UInt32(pair &>> UInt8(truncatingIfNeeded: 4 &* (group & 1)) & 15)
        let scale = blockScale * Float(1 &+ 2 &* code)
        let ninths = UInt32(block[66 &+ group])
        for k in 0..<4 {
          let four = 8 &* group &+ 2 &* k
          let high = ninths &>> UInt32(truncatingIfNeeded: 2 &* k)
          let row = SIMD8(
            lowHalf: grid[UInt32(block[2 &+ four]) | (high & 1) << 8],
            highHalf: grid[UInt32(block[3 &+ four]) | (high & 2) << 7])
          values.store(
            scale * row * signs[Int(block[74 &+ 4 &* group &+ k])], at: 4 &* four)
        }
      }
    }
  }
}
