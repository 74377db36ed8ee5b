extension GGUF {
  /// Codes of 2 bits in 16 groups of 16, each group with a scale and a minimum of 4 bits.
  ///
  ///     x[j] = (d · scale) · q[j] − m · minimum
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–15 | scale of group g in the low half of byte g, minimum in the high half |
  /// | 16–79 | q: two halves of 128 values; byte l of 32 has x[l + 32·k] in the bits from 2·k on |
  /// | 80–81 | d |
  /// | 82–83 | m |
  enum Q2_K: EncodingBlockRule {
    static let name = "gguf-q2_k"
    static let valueCount = 256
    static let byteCount = 84
    static let usesImportance = true

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      var scales = InlineArray<16, Float>(repeating: 0)
      var minimums = InlineArray<16, Float>(repeating: 0)
      var sums = InlineArray<16, Float>(repeating: 0)
      let meanSquare = Importance.sumOfSquares(values) / 256
      let search =
        weights.isEmpty
        ? AffineSearch(largest: 3, first: -0.5, step: 0.1, trialCount: 16, measure: .absolute)
        : AffineSearch(largest: 3, first: -0.9, step: 0.05, trialCount: 37)
      var codes = InlineArray<256, UInt8>(repeating: 0)
      for half in 0..<2 {
        var groups = InlineArray<16, SIMD8<Float>>(repeating: .zero)
        var groupSpan = groups.mutableSpan
        EightGroups.gather(values, first: 128 &* half, into: &groupSpan)
        var importance = InlineArray<16, SIMD8<Float>>(repeating: .zero)
        var importanceSpan = importance.mutableSpan
        if weights.isEmpty {
          EightGroups.magnitudes(of: groups.span, into: &importanceSpan)
        } else {
          EightGroups.gather(weights, first: 128 &* half, into: &importanceSpan)
          EightGroups.weigh(groups.span, meanSquare: meanSquare, importance: &importanceSpan)
        }
        let sum = EightGroups.sums(of: importance.span)
        let found = search.found(for: groups.span, weights: importance.span)
        for lane in 0..<8 {
          let group = 8 &* half &+ lane
          scales[group] = found.scales[lane]
          minimums[group] = -found.minimums[lane]
          sums[group] = sum[lane]
          for j in (16 &* group)..<(16 &* group &+ 16) {
            codes[j] = found.code(of: values[j], group: lane, largest: 3)
          }
        }
      }

      var scaleCodes = InlineArray<16, UInt8>(repeating: 0)
      var minimumCodes = InlineArray<16, UInt8>(repeating: 0)
      var span = scaleCodes.mutableSpan
      let scale = GroupScales.encode(
        scales.span, weights: sums.span, by: .init(importance: weights), largest: 15, into: &span)
      span = minimumCodes.mutableSpan
      let minimum = GroupScales.encode(
        minimums.span, weights: sums.span, by: .init(importance: weights), largest: 15, into: &span)
      let blockScale = block.storeFloat16(scale, at: 80)
      let blockMinimum = block.storeFloat16(minimum, at: 82)
      for group in 0..<16 {
        let pair = scaleCodes[group] | minimumCodes[group] << 4
        block[group] = pair
        let scale = blockScale * Float(pair & 15)
        if scale == 0 { continue }
        let minimum = blockMinimum * Float(pair >> 4)
        for j in (16 &* group)..<(16 &* group &+ 16) {
          codes[j] = Rounding.byte(
            Rounding.nearest((values[j] + minimum) / scale, from: 0, through: 3))
        }
      }
      storeCodes(codes.span, at: 16, into: &block)
    }

    /// Stores the low two bits of 256 codes in 64 bytes, as in the table.
    @inline(__always)
    static func storeCodes(_ codes: Span<UInt8>, at byte: Int, into block: inout MutableSpan<UInt8>)
    {
      for half in 0..<2 {
        for l in 0..<32 {
          let first = 128 &* half &+ l
          let low = codes[first] & 3 | (codes[first &+ 32] & 3) << 2
          let high = codes[first &+ 64] & 3 | (codes[first &+ 96] & 3) << 2
          block[byte &+ 32 &* half &+ l] = low | high << 4
        }
      }
    }

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let blockScale = block.float16(at: 80)
      let blockMinimum = block.float16(at: 82)
      for group in 0..<16 {
        let scale = blockScale * Float(block[group] & 15)
        let minimum = blockMinimum * Float(block[group] >> 4)
        let first = 16 &+ 32 &* (group >> 3) &+ 16 &* (group & 1)
        let shift = UInt8(truncatingIfNeeded: group & 6)
        for j in 0..<16 {
          let code = Int32(block[first &+ j] &>> shift & 3)
          values[16 &* group &+ j] = scale * Float(code) - minimum
        }
      }
    }
  }
}
