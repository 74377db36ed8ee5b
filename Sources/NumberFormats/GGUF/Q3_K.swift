extension GGUF {
  /// Codes of 3 bits around 4 in 16 groups of 16, each group with a scale of 6 bits around 32.
  ///
  ///     x[j] = (d · (scale − 32)) · (q[j] − 4)
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–31 | the highest bits: that of q[j] is bit j / 32 of byte j mod 32 |
  /// | 32–95 | the low two bits, as in ``Q2_K`` |
  /// | 96–103 | the low four bits of the scales: of group g in the low half of byte g, of g + 8 in the high half |
  /// | 104–107 | the high two bits: of group g in byte g mod 4, from bit 2·(g / 4) on |
  /// | 108–109 | d |
  enum Q3_K: EncodingBlockRule {
    static let name = "gguf-q3_k"
    static let valueCount = 256
    static let byteCount = 110
    static let usesImportance = true

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      var codes = InlineArray<256, UInt8>(repeating: 0)
      var sixBits = InlineArray<16, UInt8>(repeating: 0)
      let stored: Float
      if weights.isEmpty {
        stored = searchPlainly(values, codes: &codes, sixBits: &sixBits)
      } else {
        stored = search(values, weights, codes: &codes, sixBits: &sixBits)
      }
      let blockScale = block.storeFloat16(stored, at: 108)
      for byte in 96..<108 { block[byte] = 0 }
      for group in 0..<16 {
        block[96 &+ (group & 7)] |=
          (sixBits[group] & 15) << UInt8(truncatingIfNeeded: (group >> 3) &* 4)
        block[104 &+ (group & 3)] |=
          (sixBits[group] >> 4) << UInt8(truncatingIfNeeded: (group >> 2) &* 2)
        let scale = blockScale * Float(Int32(sixBits[group]) &- 32)
        if scale == 0 { continue }
        for j in (16 &* group)..<(16 &* group &+ 16) {
          codes[j] = Rounding.byte(Rounding.nearest(values[j] / scale, from: -4, through: 3) + 4)
        }
      }
      for l in 0..<32 {
        var highBits: UInt8 = 0
        for row in 0..<8 {
          highBits |= (codes[32 &* row &+ l] >> 2) << UInt8(truncatingIfNeeded: row)
        }
        block[l] = highBits
      }
      Q2_K.storeCodes(codes.span, at: 32, into: &block)
    }

    /// Without an importance matrix: a search for each group, and the scale of largest magnitude
    /// becomes −32.
    ///
    /// - Returns: The block's scale.
    private static func searchPlainly(
      _ values: Span<Float>, codes: inout InlineArray<256, UInt8>,
      sixBits: inout InlineArray<16, UInt8>
    ) -> Float {
      var scales = InlineArray<16, Float>(repeating: 0)
      var peak: Float = 0
      for group in 0..<16 {
        let range = (16 &* group)..<(16 &* group &+ 16)
        var allCodes = codes.mutableSpan
        var groupCodes = allCodes._mutatingExtracting(range)
        let scale = DescentSearch.scale(
          of: values.extracting(range), half: 4, codes: &groupCodes)
        scales[group] = scale
        peak = abs(scale) > abs(peak) ? scale : peak
      }
      guard peak != 0 else { return 0 }
      let inverse = -32 / peak
      for group in 0..<16 {
        let integer = Rounding.nearest(inverse * scales[group], from: -32, through: 31)
        sixBits[group] = Rounding.byte(integer + 32)
      }
      return 1 / inverse
    }

    /// With one: the groups' scales are values to search a scale for, each weighing as its group.
    ///
    /// - Returns: The block's scale.
    private static func search(
      _ values: Span<Float>, _ weights: Span<Float>, codes: inout InlineArray<256, UInt8>,
      sixBits: inout InlineArray<16, UInt8>
    ) -> Float {
      let meanSquare = 2 * Importance.sumOfSquares(values) / 256
      var scales = InlineArray<16, Float>(repeating: 0)
      var sums = InlineArray<16, Float>(repeating: 0)
      for group in 0..<16 {
        let range = (16 &* group)..<(16 &* group &+ 16)
        var importance = InlineArray<16, Float>(repeating: 0)
        var span = importance.mutableSpan
        Importance.weigh(
          weights.extracting(range), values.extracting(range), meanSquare: meanSquare,
          into: &span)
        sums[group] = Importance.sum(importance.span)
        let found = SymmetricSearch.found(
          of: values.extracting(range), weights: importance.span, half: 4)
        scales[group] = found.scale
        for j in range { codes[j] = found.code(of: values[j]) }
      }
      let found = SymmetricSearch.found(of: scales.span, weights: sums.span, half: 32)
      for group in 0..<16 { sixBits[group] = found.code(of: scales[group]) }
      return found.scale
    }

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let blockScale = block.float16(at: 108)
      for group in 0..<16 {
        let low = block[96 &+ (group & 7)] &>> UInt8(truncatingIfNeeded: (group >> 3) &* 4) & 15
        let high = block[104 &+ (group & 3)] &>> UInt8(truncatingIfNeeded: (group >> 2) &* 2) & 3
        let scale = blockScale * Float(Int32(low | high << 4) &- 32)
        let column = 16 &* (group & 1)
        let first = 32 &+ 32 &* (group >> 3) &+ column
        let shift = UInt8(truncatingIfNeeded: group & 6)
        let highShift = UInt8(truncatingIfNeeded: group >> 1)
        for j in 0..<16 {
          let lowBits = block[first &+ j] &>> shift & 3
          let highBit = block[column &+ j] &>> highShift & 1
          let code = Int32(lowBits | highBit << 2) &- 4
          values[16 &* group &+ j] = scale * Float(code)
        }
      }
    }
  }
}
