extension GGUF {
  /// The scale and the minimum of codes from zero up with the least weighted error, found for eight
  /// groups of values at once, each in a lane of its own.
  ///
  ///     x ≈ scale · q + minimum,   minimum ≤ 0
  ///
  /// A trial rounds to the grid that brings the range of the values to
  /// `largest + first + step · k`, and takes the scale and the minimum that are best for these codes
  /// by weighted least squares:
  ///
  ///     D       = Σw · Σwq² − (Σwq)²
  ///     scale   = (Σw · Σwqx − Σwx · Σwq) / D
  ///     minimum = (Σwq² · Σwx − Σwq · Σwqx) / D       or 0 with scale = Σwqx / Σwq² if it is above 0
  ///
  /// The trial is kept if its error is less than the least so far. The next ones start from its
  /// minimum, so trials follow one another; groups do not, and each lane's arithmetic is that of
  /// its group alone, value after value in float32.
  ///
  /// Source: `make_qkx2_quants` and `make_qkx3_quants` of `ggml-quants.c`, which differ in nothing
  /// but where weights come from.
  struct AffineSearch {
    /// What of a difference is weighed.
    enum Measure {
      case absolute, squared
    }

    /// Codes are 0…largest.
    let largest: Float
    /// What is added to `largest` in the first trial.
    let first: Float
    /// How much more in each one after.
    let step: Float
    /// How many trials there are.
    let trialCount: Int
    var measure = Measure.squared

    /// What was found for eight groups.
    struct Found {
      /// The scales; 0 for a group all of whose values are the same and not above 0, or zeros.
      var scales: SIMD8<Float>
      /// The minimums, never above 0.
      var minimums: SIMD8<Float>
      /// The grid that the codes are of: q = round((x − base) · inverse).
      var inverses: SIMD8<Float>
      var bases: SIMD8<Float>
      /// Groups of a range of nothing, whose codes are all 0.
      var isFlat: SIMDMask<SIMD8<Int32>>

      /// The code of a value of a group.
      @inline(__always)
      func code(of value: Float, group: Int, largest: Float) -> UInt8 {
        guard !isFlat[group] else { return 0 }
        return Rounding.byte(
          Rounding.nearest(inverses[group] * (value - bases[group]), from: 0, through: largest))
      }
    }

    /// Searches.
    ///
    /// - Parameters:
    ///   - values: Value j of each group, up to 32 of them.
    ///   - weights: What the error of each one weighs.
    /// - Returns: What was found for each group.
    func found(for values: Span<SIMD8<Float>>, weights: Span<SIMD8<Float>>) -> Found {
      var minimum = values[0]
      var maximum = values[0]
      var weightSum = weights[0]
      var valueSum = weights[0] * values[0]
      // x − x is 0 where x is finite, and NaN elsewhere.
      var nothing = values[0] - values[0]
      for j in 1..<values.count {
        let value = values[j]
        nothing += value - value
        minimum.replace(with: value, where: value .< minimum)
        maximum.replace(with: value, where: value .> maximum)
        weightSum += weights[j]
        valueSum += weights[j] * value
      }
      minimum.replace(with: 0, where: minimum .> 0)
      let isFinite = all(nothing .== 0)

      let flat = maximum .== minimum
      let inverse = largest / (maximum - minimum)
      var found = Found(
        scales: 1 / inverse, minimums: minimum, inverses: inverse, bases: minimum, isFlat: flat)
      var least = SIMD8<Float>.zero
      for j in values.indices {
        let code = Rounding.nearest(inverse * (values[j] - minimum), from: 0, through: largest)
        least += weights[j] * error(found.scales * code + minimum - values[j])
      }

      var room = InlineArray<32, SIMD8<Float>>(repeating: .zero)
      var codes = room.mutableSpan
      for trial in 0..<trialCount {
        let base = found.minimums
        let inverse = (first + step * Float(trial) + largest) / (maximum - base)
        // All places are between those of the ends.
        let isBounded =
          isFinite
          && all(
            Self.isSmall(inverse * (minimum - base)) .& Self.isSmall(inverse * (maximum - base)))
        let largest = largest
        let (sum, squareSum, productSum) =
          isBounded
          ? Self.sums(values, weights, base, inverse, codes: &codes) {
            Rounding.nearestOfBounded($0, from: 0, through: largest)
          }
          : Self.sums(values, weights, base, inverse, codes: &codes) {
            Rounding.nearest($0, from: 0, through: largest)
          }
        let determinant = weightSum * squareSum - sum * sum
        var scale = (weightSum * productSum - valueSum * sum) / determinant
        var offset = (squareSum * valueSum - sum * productSum) / determinant
        let isAbove = offset .> 0
        offset.replace(with: 0, where: isAbove)
        scale.replace(with: productSum / squareSum, where: isAbove)
        var error = SIMD8<Float>.zero
        for j in values.indices {
          error += weights[j] * self.error(scale * codes[j] + offset - values[j])
        }
        let isKept = (determinant .> 0) .& (error .< least)
        least.replace(with: error, where: isKept)
        found.scales.replace(with: scale, where: isKept)
        found.minimums.replace(with: offset, where: isKept)
        found.inverses.replace(with: inverse, where: isKept)
        found.bases.replace(with: base, where: isKept)
      }
      found.scales.replace(with: 0, where: flat)
      found.minimums.replace(with: minimum, where: flat)
      return found
    }

    /// The codes of a trial, and Σwq, Σwq² and Σwqx.
    @inline(__always)
    private static func sums(
      _ values: Span<SIMD8<Float>>, _ weights: Span<SIMD8<Float>>, _ base: SIMD8<Float>,
      _ inverse: SIMD8<Float>, codes: inout MutableSpan<SIMD8<Float>>,
      _ rounded: (SIMD8<Float>) -> SIMD8<Float>
    ) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
      var sum = SIMD8<Float>.zero
      var squareSum = SIMD8<Float>.zero
      var productSum = SIMD8<Float>.zero
      for j in values.indices {
        let code = rounded(inverse * (values[j] - base))
        codes[j] = code
        let weighted = weights[j] * code
        sum += weighted
        squareSum += weighted * code
        productSum += weighted * values[j]
      }
      return (sum, squareSum, productSum)
    }

    /// Whether numbers are within ±2^21, so that they round without care; NaN is not.
    @inline(__always)
    private static func isSmall(_ x: SIMD8<Float>) -> SIMDMask<SIMD8<Int32>> {
      (x .< 0x1p21) .& (x .> -0x1p21)
    }

    @inline(__always)
    private func error(_ difference: SIMD8<Float>) -> SIMD8<Float> {
      switch measure {
      case .squared: difference * difference
      case .absolute: difference.replacing(with: -difference, where: difference .< 0)
      }
    }
  }
}
