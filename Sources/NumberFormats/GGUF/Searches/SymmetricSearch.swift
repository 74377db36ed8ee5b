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

    /// A scale and the grid that its codes are of.
    struct Found {
      /// The scale; 0 for a group of zeros, NaN where the sums are no numbers.
      var scale: Float
      /// What values are multiplied with before they are rounded: q = round(x · inverse).
      var inverse: Float
      /// Codes are −half…half − 1.
      let half: Float
      /// Whether no magnitude is above 10^−15.
      let isZero: Bool

      /// What is found for zeros.
      static func zeros(half: Float) -> Found {
        Found(scale: 0, inverse: 0, half: half, isZero: true)
      }

      /// The code of a value, half added; 0, without half, in a group of zeros.
      @inline(__always)
      func code(of value: Float) -> UInt8 {
        guard !isZero else { return 0 }
        return Rounding.byte(
          Rounding.nearest(inverse * value, from: -half, through: half - 1) + half)
      }
    }

    /// Searches.
    ///
    /// - Parameters:
    ///   - values: Some values.
    ///   - weights: What each one's error weighs.
    ///   - half: Codes are −half…half − 1.
    /// - Returns: What was found.
    static func found(of values: Span<Float>, weights: Span<Float>, half: Float) -> Found {
      let peak = Peaks.signed(values)
      guard abs(peak) >= leastMagnitude else {
        return .zeros(half: half)
      }
      // Below this magnitude no trial has a code at an end, and need not be brought between them.
      let inner = abs(peak) * ((half - 0.6) / (half + 0.9))
      var found = Found(scale: 0, inverse: 0, half: half, isZero: false)
      var best: Float = 0
      for batch in 0..<3 {
        let inverses = -(half + 0.1 * steps[batch]) / peak
        let (products, squares) = sums(values, weights, half: half, inner: inner, inverses)
        if batch == 0 {
          found.scale = squares[0] != 0 ? products[0] / squares[0] : 0
          found.inverse = inverses[0]
          best = found.scale * products[0]
        }
        // The best only rises: where no trial is above it, none will be.
        guard any(products * products .> best * squares) else { continue }
        for lane in (batch == 0 ? 1 : 0)..<(batch < 2 ? 8 : 3) {
          let (product, square) = (products[lane], squares[lane])
          guard square > 0 && product * product > best * square else { continue }
          found.scale = product / square
          found.inverse = inverses[lane]
          best = found.scale * product
        }
      }
      return found
    }

    /// Σ w·x·q and Σ w·q² of eight trials.
    @inline(__always)
    private static func sums(
      _ values: Span<Float>, _ weights: Span<Float>, half: Float, inner: Float,
      _ inverses: SIMD8<Float>
    ) -> (products: SIMD8<Float>, squares: SIMD8<Float>) {
      var products = SIMD8<Float>.zero
      var squares = SIMD8<Float>.zero
      for j in values.indices {
        let scaled = inverses * values[j]
        let codes =
          abs(values[j]) < inner
          ? Rounding.nearestOfBounded(scaled)
          : Rounding.nearest(scaled, from: -half, through: half - 1)
        products += (weights[j] * values[j]) * codes
        squares += (weights[j] * codes) * codes
      }
      return (products, squares)
    }
  }
}
