extension GGUF {
  /// The scale of the levels of ``IQ4_NL`` with the least weighted squared error, among sixteen
  /// trials.
  ///
  /// As in ``SymmetricSearch``, the codes with the largest (Σ w·x·v)² / Σ w·v² win, v being the
  /// level of a code. The trials bring the value of largest magnitude to −127 − k: k = 0 first, and
  /// then all from −7 to 7.
  ///
  /// Source: `quantize_row_iq4_nl_impl` of `ggml-quants.c`, `ntry` 7.
  enum LevelSearch {
    /// Half way between a level and the next.
    private static let bounds: [15 of Float] = [
      -115.5, -93.5, -74, -57, -42, -28.5, -16, -4.5, 7, 19, 31.5, 45.5, 61, 79, 101,
    ]
    /// How far it is from a level to the next.
    private static let gaps: [15 of Float] = [
      23, 21, 18, 16, 14, 13, 12, 11, 12, 12, 13, 15, 16, 20, 24,
    ]

    /// The code of the level nearest to a number, the higher one half way; 15 for NaN.
    ///
    /// The differences that ggml compares are exact where they are close, so comparing with what is
    /// half way is the same.
    @inline(__always)
    static func code(of x: Float) -> UInt8 {
      var code: UInt8 = 0
      for k in 0..<15 {
        code &+= x < bounds[k] ? 0 : 1
      }
      return code
    }

    /// The levels nearest to eight numbers.
    @inline(__always)
    private static func levels(_ x: SIMD8<Float>) -> SIMD8<Float> {
      var levels = SIMD8<Float>(repeating: -127)
      for k in 0..<15 {
        let gap = SIMD8<Float>(repeating: gaps[k])
        levels += gap.replacing(with: 0, where: x .< bounds[k])
      }
      return levels
    }

    /// Searches.
    ///
    /// - Parameters:
    ///   - values: 32 values.
    ///   - weights: What each one's error weighs.
    /// - Returns: The scale; 0 for values of magnitudes below 10^−15.
    static func scale(of values: Span<Float>, weights: Span<Float>) -> Float {
      let peak = Peaks.signed(values)
      guard abs(peak) >= SymmetricSearch.leastMagnitude else { return 0 }
      var scale: Float = 0
      var best: Float = 0
      for batch in 0..<2 {
        let steps: SIMD8<Float> =
          batch == 0 ? [0, -7, -6, -5, -4, -3, -2, -1] : [0, 1, 2, 3, 4, 5, 6, 7]
        var inverses = (steps - 127) / peak
        // The first one is divided twice, which is not always the same.
        if batch == 0 { inverses[0] = 1 / (-peak / -127) }
        var products = SIMD8<Float>.zero
        var squares = SIMD8<Float>.zero
        for j in values.indices {
          let levels = levels(inverses * values[j])
          let weighted = weights[j] * levels
          products += weighted * values[j]
          squares += weighted * levels
        }
        for lane in 0..<8 {
          let (product, square) = (products[lane], squares[lane])
          if batch == 0 && lane == 0 {
            scale = square > 0 ? product / square : 0
            best = scale * product
          } else if square > 0 && product * product > best * square {
            scale = product / square
            best = scale * product
          }
        }
      }
      return scale
    }
  }
}
