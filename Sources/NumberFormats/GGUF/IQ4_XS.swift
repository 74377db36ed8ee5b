extension GGUF {
  /// Codes of 4 bits that choose one of the levels of ``IQ4_NL``, in 8 groups of 32, each group with
  /// a scale of 6 bits around 32.
  ///
  ///     x[j] = (d · (scale − 32)) · levels[q[j]]
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–3 | the high two bits of the scales, of group g from bit 2·g on |
  /// | 4–7 | the low four bits of the scales, of group g in byte g / 2, the even g in the low half |
  /// | 8–135 | q: for each group 16 bytes, as in ``IQ4_NL`` |
  enum IQ4_XS: EncodingBlockRule {
    static let name = "gguf-iq4_xs"
    static let valueCount = 256
    static let byteCount = 136
    static let usesImportance = true

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      let meanSquare = Importance.sumOfSquares(values) * 0x1p-7
      var scales = InlineArray<8, Float>(repeating: 0)
      var peak: Float = 0
      for group in 0..<8 {
        let range = (32 &* group)..<(32 &* group &+ 32)
        var importance = InlineArray<32, Float>(repeating: 0)
        var span = importance.mutableSpan
        if weights.isEmpty {
          Importance.squares(values.extracting(range), into: &span)
        } else {
          Importance.weigh(
            weights.extracting(range), values.extracting(range), meanSquare: meanSquare,
            into: &span)
        }
        let scale = LevelSearch.scale(of: values.extracting(range), weights: importance.span)
        scales[group] = scale
        peak = abs(scale) > abs(peak) ? scale : peak
      }

      // Codes are made with this number, not with the float16 that is stored.
      let blockScale = -peak / 32
      let inverse = Rounding.inverse(blockScale)
      block.storeFloat16(blockScale, at: 0)
      var highBits: UInt16 = 0
      for group in 0..<8 {
        let integer = Rounding.nearest(inverse * scales[group], from: -32, through: 31)
        let scale = blockScale * integer
        IQ4_NL.storeCodes(
          values.extracting((32 &* group)..<(32 &* group &+ 32)), Rounding.inverse(scale),
          at: 8 &+ 16 &* group, into: &block)
        let sixBits = Rounding.byte(integer + 32)
        let low = sixBits & 15
        block[4 &+ group / 2] = group & 1 == 0 ? low : block[4 &+ group / 2] | low << 4
        highBits |= UInt16(sixBits >> 4) << UInt16(truncatingIfNeeded: 2 &* group)
      }
      block.store(highBits, at: 2)
    }

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let blockScale = block.float16(at: 0)
      let highBits = block.uint16(at: 2)
      for group in 0..<8 {
        let low = block[4 &+ (group >> 1)] &>> UInt8(truncatingIfNeeded: 4 &* (group & 1)) & 15
        let high = highBits &>> UInt16(truncatingIfNeeded: 2 &* group) & 3
        let scale = blockScale * Float(Int32(UInt16(low) | high << 4) &- 32)
        let scaled = scale * IQ4_NL.levels
        for j in 0..<16 {
          let pair = block[8 &+ 16 &* group &+ j]
          values[32 &* group &+ j] = scaled[Int(pair & 15)]
          values[32 &* group &+ j &+ 16] = scaled[Int(pair >> 4)]
        }
      }
    }
  }
}
