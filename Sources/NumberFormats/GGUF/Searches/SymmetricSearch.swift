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
  /// Each trial's sums are taken value after value in float32; all trials are taken at once, in the
  /// lanes of five vectors.
  ///
  /// Source: `make_qx_quants` of `ggml-quants.c`, `rmse_type` 1.
  enum SymmetricSearch {
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
      var trials = Trials(half: half, peak: peak)
      for j in values.indices {
        let (value, weight) = (values[j], weights[j])
        if abs(value) < inner {
          trials.take(value, weight)
        } else {
          trials.take(value, weight, from: -half, through: half - 1)
        }
      }
      return trials.best(half: half)
    }
  }
}
