extension GGUF {
  /// Codes of 4 bits that choose one of 16 levels, with one scale.
  ///
  ///     x[j] = d · levels[q[j]]
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–1 | d |
  /// | 2–17 | q[j] in the low half of byte j, q[j + 16] in the high half |
  enum IQ4_NL: EncodingBlockRule {
    static let name = "gguf-iq4_nl"
    static let valueCount = 32
    static let byteCount = 18
    static let usesImportance = true

    /// The levels, closer to each other near zero.
    static let levels: SIMD16<Float> = [
      -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113,
    ]

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      var importance = InlineArray<32, Float>(repeating: 0)
      var span = importance.mutableSpan
      if weights.isEmpty {
        Importance.squares(values, into: &span)
      } else {
        let meanSquare = Importance.sumOfSquares(values) * 0x1p-4
        Importance.weigh(weights, values, meanSquare: meanSquare, into: &span)
      }
      let scale = LevelSearch.scale(of: values, weights: importance.span)
      let inverse = Rounding.inverse(scale)
      block.storeFloat16(scale, at: 0)
      storeCodes(values, inverse, at: 2, into: &block)
    }

    /// Stores the codes of 32 values over a scale.
    @inline(__always)
    static func storeCodes(
      _ values: Span<Float>, _ inverse: Float, at byte: Int, into block: inout MutableSpan<UInt8>
    ) {
      for j in 0..<16 {
        let low = LevelSearch.code(of: inverse * values[j])
        let high = LevelSearch.code(of: inverse * values[j &+ 16])
        block[byte &+ j] = low | high << 4
      }
    }

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let scaled = block.float16(at: 0) * levels
      for j in 0..<16 {
        let pair = block[2 &+ j]
        values[j] = scaled[Int(pair & 15)]
        values[j &+ 16] = scaled[Int(pair >> 4)]
      }
    }
  }
}
