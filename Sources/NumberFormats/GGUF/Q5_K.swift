extension GGUF {
  /// Codes of 5 bits in 8 groups of 32, each group with a scale and a minimum of 6 bits.
  ///
  ///     x[j] = (d · scale) · q[j] − m · minimum
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–3 | m |
  /// | 4–15 | scales and minimums, ``SixBitScales`` |
  /// | 16–47 | the highest bits: that of q[j] is bit j / 32 of byte j mod 32 |
  /// | 48–175 | the low four bits, as in ``Q4_K`` |
  enum Q5_K: EncodingBlockRule {
    static let name = "gguf-q5_k"
    static let valueCount = 256
    static let byteCount = 176
    static let usesImportance = true

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      var codes = InlineArray<256, UInt8>(repeating: 0)
      SixBitScales.encode(
        values, weights: weights, largest: 31,
        search: weights.isEmpty
          ? AffineSearch(largest: 31, first: -0.5, step: 0.1, trialCount: 16)
          : AffineSearch(largest: 31, first: -0.9, step: 0.05, trialCount: 37),
        codes: &codes, into: &block)
      for l in 0..<32 {
        var highBits: UInt8 = 0
        for row in 0..<8 {
          highBits |= (codes[32 &* row &+ l] >> 4) << UInt8(truncatingIfNeeded: row)
        }
        block[16 &+ l] = highBits
      }
      for pair in 0..<4 {
        for l in 0..<32 {
          let first = 64 &* pair &+ l
          block[48 &+ 32 &* pair &+ l] = codes[first] & 15 | codes[first &+ 32] << 4
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
        let first = 48 &+ 32 &* (group >> 1)
        let shift = UInt8(truncatingIfNeeded: 4 &* (group & 1))
        let highShift = UInt8(truncatingIfNeeded: group)
        for j in 0..<32 {
          let low = block[first &+ j] &>> shift & 15
          let high = block[16 &+ j] &>> highShift & 1
          values[32 &* group &+ j] = scale * Float(Int32(low | high << 4)) - minimum
        }
      }
    }
  }
}
