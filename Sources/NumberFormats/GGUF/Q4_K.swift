extension GGUF {
  /// Codes of 4 bits in 8 groups of 32, each group with a scale and a minimum of 6 bits.
  ///
  ///     x[j] = (d · scale) · q[j] − m · minimum
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–3 | m |
  /// | 4–15 | scales and minimums, ``SixBitScales`` |
  /// | 16–143 | q: for each 64 values 32 bytes; x[j] in the low half of byte j, x[j + 32] in the high half |
  enum Q4_K: BlockRule {
    static let name = "gguf-q4_k"
    static let valueCount = 256
    static let byteCount = 144

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let blockScale = block.float16(at: 0)
      let blockMinimum = block.float16(at: 2)
      for group in 0..<8 {
        let sixBits = SixBitScales.ofGroup(group, in: block, at: 4)
        let scale = blockScale * sixBits.scale
        let minimum = blockMinimum * sixBits.minimum
        let first = 16 &+ 32 &* (group >> 1)
        let shift = UInt8(truncatingIfNeeded: 4 &* (group & 1))
        for j in 0..<32 {
          let code = Int32(block[first &+ j] &>> shift & 15)
          values[32 &* group &+ j] = scale * Float(code) - minimum
        }
      }
    }
  }
}
