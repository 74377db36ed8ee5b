extension GGUF {
  /// The scale of codes around zero with the least weighted squared error, among nineteen trials.
  ///
  /// For codes given, the best scale and what it leaves of the error are those of least squares:
  ///
  ///     scale = Σ w·x·q / Σ w·q²
  ///     Σ w·(x − scale·q)² = Σ w·x² − (Σ w·x·q)² / Σ w·q²
  ///
  /// so the codes with the largest (Σ w·x·q)² / Σ w·q² win. The trials round to a grid that brings
  /// the value of largest magnitude to −(half + k/10), k = 0 first and then from −9 to 9.
  ///
  /// Each trial's sums are taken value after value in float32; eight trials are taken at once.
  ///
  /// Source: `make_qx_quants` of `ggml-quants.c`, `rmse_type` 1.
  enum SymmetricSearch {
    /// What k is, trial after trial; the last five repeat the last.
    private static let steps: [3 of SIMD8<Float>] = [
      [0, -9, -8, -7, -6, -5, -4, -3], [-2, -1, 1, 2, 3, 4, 5, 6], [7, 8, 9, 9, 9, 9, 9, 9],
    ]

    /// Below this magnitude a group counts as zeros.
    static let leastMagnitude: Float = 1e-15

    /// Searches.
    ///
    /// - Parameters:
    ///   - values: Up to 32 values.
    ///   - weights: What each one's error weighs.
    ///   - half: Codes are −half…half − 1.
    ///   - codes: Where the codes go, half added; zeros, without half, for a group of zeros.
    /// - Returns: The scale; 0 for a group of zeros, NaN where the sums are no numbers.
    static func scale(
      of values: Span<Float>, weights: Span<Float>, half: Float,
      codes: inout MutableSpan<UInt8>
    ) -> Float {
      let peak = Peaks.signed(values)
      guard abs(peak) >= leastMagnitude else {
        for j in values.indices { codes[j] = 0 }
        return 0
      }
      var scale: Float = 0
      var best: Float = 0
      var chosen: Float = 0
      for batch in 0..<3 {
        let inverses = -(half + 0.1 * steps[batch]) / peak
        let (products, squares) = sums(values, weights, half: half, inverses)
        for lane in 0..<(batch < 2 ? 8 : 3) {
          let (product, square) = (products[lane], squares[lane])
          if batch == 0 && lane == 0 {
            scale = square != 0 ? product / square : 0
          } else if square > 0 && product * product > best * square {
            scale = product / square
          } else {
            continue
          }
          best = scale * product
          chosen = inverses[lane]
        }
      }
      for j in values.indices {
        let code = Rounding.nearest(chosen * values[j], from: -half, through: half - 1)
        codes[j] = Rounding.byte(code + half)
      }
      return scale
    }

    /// Σ w·x·q and Σ w·q² of eight trials.
    @inline(__always)
    private static func sums(
      _ values: Span<Float>, _ weights: Span<Float>, half: Float, _ inverses: SIMD8<Float>
    ) -> (products: SIMD8<Float>, squares: SIMD8<Float>) {
      var products = SIMD8<Float>.zero
      var squares = SIMD8<Float>.zero
      for j in values.indices {
        let codes = Rounding.nearest(inverses * values[j], from: -half, through: half - 1)
        products += (weights[j] * values[j]) * codes
        squares += (weights[j] * codes) * codes
      }
      return (products, squares)
    }
  }
}
