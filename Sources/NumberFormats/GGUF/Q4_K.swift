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
  enum Q4_K: EncodingBlockRule {
    static let name = "gguf-q4_k"
    static let valueCount = 256
    static let byteCount = 144
    static let usesImportance = true

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      var codes = InlineArray<256, UInt8>(repeating: 0)
      SixBitScales.encode(
        values, weights: weights, largest: 15,
        search: weights.isEmpty
          ? AffineSearch(largest: 15, first: -1, step: 0.1, trialCount: 21)
          : AffineSearch(largest: 15, first: -0.9, step: 0.05, trialCount: 37),
        codes: &codes, into: &block)
      for pair in 0..<4 {
        for l in 0..<32 {
          let first = 64 &* pair &+ l
          block[16 &+ 32 &* pair &+ l] = codes[first] | codes[first &+ 32] << 4
        }
      }
    }

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
