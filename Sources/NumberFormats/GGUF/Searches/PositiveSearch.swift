extension GGUF {
  /// The scale of codes from zero up, for numbers that are not negative: the scales and minimums of
  /// groups, each weighing as much as its group.
  ///
  /// Nine grids, k from −4 to 4, bring the largest number to largest + k/10; the one with the least
  /// Σ w·(x − scale·q)² wins, and its codes are bettered by coordinate descent as in
  /// ``DescentSearch``.
  ///
  /// Source: `make_qp_quants` of `ggml-quants.c`.
  enum PositiveSearch {
    /// Searches.
    ///
    /// - Parameters:
    ///   - values: Up to 16 numbers.
    ///   - weights: What each one's error weighs.
    ///   - largest: Codes are 0…largest. One that a number below zero got is its lowest eight bits.
    ///   - codes: Where the codes go.
    /// - Returns: The scale; 0 for numbers below 10^−15.
    static func scale(
      of values: Span<Float>, weights: Span<Float>, largest: Float,
      codes: inout MutableSpan<UInt8>
    ) -> Float {
      var maximum: Float = 0
      for j in values.indices { maximum = maximum > values[j] ? maximum : values[j] }
      guard !(maximum < SymmetricSearch.leastMagnitude) else {
        for j in values.indices { codes[j] = 0 }
        return 0
      }
      let inverse = bestInverse(values, weights, largest: largest, maximum: maximum)
      var product: Float = 0
      var square: Float = 0
      for j in values.indices {
        let code = capped(inverse * values[j], largest)
        codes[j] = Rounding.byte(code)
        product += weights[j] * values[j] * code
        square += weights[j] * code * code
      }
      for _ in 0..<5 {
        var changed = false
        for j in values.indices {
          let (value, weight, code) = (values[j], weights[j], Float(codes[j]))
          var otherProduct = product - weight * value * code
          var otherSquare = square - weight * code * code
          guard otherProduct > 0 && otherSquare > 0 else { continue }
          let better = capped(value * otherSquare / otherProduct, largest)
          guard better != code else { continue }
          otherProduct += weight * value * better
          otherSquare += weight * better * better
          if otherProduct * otherProduct * square > product * product * otherSquare {
            codes[j] = Rounding.byte(better)
            product = otherProduct
            square = otherSquare
            changed = true
          }
        }
        if !changed { break }
      }
      return square > 0 ? product / square : 0
    }

    /// What numbers are multiplied with in the best of the nine trials.
    private static func bestInverse(
      _ values: Span<Float>, _ weights: Span<Float>, largest: Float, maximum: Float
    ) -> Float {
      var inverse = largest / maximum
      var least: Float = 0
      let scale = 1 / inverse
      for j in values.indices {
        // The first trial is the one whose codes are not capped.
        let difference =
          values[j] - scale * Float(Rounding.byte(Rounding.nearest(inverse * values[j])))
        least += weights[j] * difference * difference
      }
      for step in -4...4 where step != 0 {
        let trial = (0.1 * Float(step) + largest) / maximum
        let trialScale = 1 / trial
        var error: Float = 0
        for j in values.indices {
          let difference = values[j] - trialScale * capped(trial * values[j], largest)
          error += weights[j] * difference * difference
        }
        if error < least {
          least = error
          inverse = trial
        }
      }
      return inverse
    }

    @inline(__always)
    private static func capped(_ x: Float, _ largest: Float) -> Float {
      let integer = Rounding.nearest(x)
      return integer > largest ? largest : integer
    }
  }
}
