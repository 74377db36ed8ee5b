extension GGUF {
  /// The scales and minimums of 6 bits that the 8 groups of ``Q4_K`` and ``Q5_K`` have, in 12 bytes.
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–3 | scale of group g in the low six bits; in the high two those of the scale of g + 4 |
  /// | 4–7 | minimum of group g in the low six bits; in the high two those of the minimum of g + 4 |
  /// | 8–11 | the low four bits of group g + 4: of the scale in the low half, of the minimum in the high half |
  enum SixBitScales {
    /// Encodes a block but for its codes: d, m, and the scales and minimums at bytes 0, 2 and 4.
    ///
    /// Scales and minimums of the groups are searched for, then rounded to six bits; the codes are
    /// made anew for what that left of them.
    ///
    /// - Parameters:
    ///   - values: 256 values.
    ///   - weights: How much each matters, or none.
    ///   - largest: Codes are 0…largest.
    ///   - search: How scale and minimum of a group are found.
    ///   - codes: Where the codes go.
    ///   - block: Where the bytes go.
    @inline(__always)
    static func encode(
      _ values: Span<Float>, weights: Span<Float>, largest: Float, search: AffineSearch,
      codes: inout InlineArray<256, UInt8>, into block: inout MutableSpan<UInt8>
    ) {
      var groups = EightGroups.Room(repeating: .zero)
      var groupSpan = groups.mutableSpan
      EightGroups.gather(values, first: 0, into: &groupSpan)
      var importance = EightGroups.Room(repeating: .zero)
      var importanceSpan = importance.mutableSpan
      if weights.isEmpty {
        EightGroups.magnitudesOverMean(of: groups.span, into: &importanceSpan)
      } else {
        EightGroups.gather(weights, first: 0, into: &importanceSpan)
        EightGroups.weigh(
          groups.span, meanSquare: 2 * Importance.sumOfSquares(values) / 256,
          importance: &importanceSpan)
      }
      let found = search.found(for: groups.span, weights: importance.span)
      var scales = InlineArray<8, Float>(repeating: 0)
      var minimums = InlineArray<8, Float>(repeating: 0)
      var sums = InlineArray<8, Float>(repeating: 0)
      let sum = EightGroups.sums(of: importance.span)
      for group in 0..<8 {
        scales[group] = found.scales[group]
        minimums[group] = -found.minimums[group]
        sums[group] = sum[group]
      }
      var scaleCodes = InlineArray<8, UInt8>(repeating: 0)
      var minimumCodes = InlineArray<8, UInt8>(repeating: 0)
      var span = scaleCodes.mutableSpan
      let scale = GroupScales.encode(
        scales.span, weights: sums.span, by: .init(importance: weights), largest: 63, into: &span)
      span = minimumCodes.mutableSpan
      let minimum = GroupScales.encode(
        minimums.span, weights: sums.span, by: .init(importance: weights), largest: 63, into: &span)
      let blockScale = block.storeFloat16(scale, at: 0)
      let blockMinimum = block.storeFloat16(minimum, at: 2)
      store(scaleCodes.span, minimumCodes.span, in: &block, at: 4)

      for group in 0..<8 {
        let sixBits = ofGroup(group, in: block.span, at: 4)
        let scale = blockScale * sixBits.scale
        let minimum = blockMinimum * sixBits.minimum
        let range = (32 &* group)..<(32 &* group &+ 32)
        if scale == 0 {
          for j in range { codes[j] = found.code(of: values[j], group: group, largest: largest) }
        } else {
          for j in range {
            codes[j] = Rounding.byte(
              Rounding.nearest((values[j] + minimum) / scale, from: 0, through: largest))
          }
        }
      }
    }

    /// Stores scales and minimums, those above 63 as 63.
    @inline(__always)
    private static func store(
      _ scales: Span<UInt8>, _ minimums: Span<UInt8>, in block: inout MutableSpan<UInt8>,
      at first: Int
    ) {
      for group in 0..<4 {
        let (scale, minimum) = (min(scales[group], 63), min(minimums[group], 63))
        let (nextScale, nextMinimum) = (min(scales[group &+ 4], 63), min(minimums[group &+ 4], 63))
        block[first &+ group] = scale | (nextScale >> 4) << 6
        block[first &+ 4 &+ group] = minimum | (nextMinimum >> 4) << 6
        block[first &+ 8 &+ group] = nextScale & 15 | nextMinimum << 4
      }
    }

    /// The scale and the minimum of a group, the 12 bytes starting at `first`.
    @inline(__always)
    static func ofGroup(
      _ group: Int, in block: Span<UInt8>, at first: Int
    ) -> (scale: Float, minimum: Float) {
      let scaleByte = block[first &+ (group & 3)]
      let minimumByte = block[first &+ 4 &+ (group & 3)]
      guard group >= 4 else { return (Float(scaleByte & 63), Float(minimumByte & 63)) }
      let low = block[first &+ 8 &+ (group & 3)]
      return (
        Float(low & 15 | (scaleByte >> 6) << 4), Float(low >> 4 | (minimumByte >> 6) << 4)
      )
    }
  }
}
