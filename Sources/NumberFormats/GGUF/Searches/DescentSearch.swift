extension GGUF {
  /// The scale of codes around zero by coordinate descent: one code after another is set to what
  /// the others make best.
  ///
  ///     error = Σ w·x² − (Σ w·x·q)² / Σ w·q²,   w = x²
  ///     q' = round(x · (Σ w·q²)ᵢ / (Σ w·x·q)ᵢ)        the sums without value i
  ///
  /// A code is changed where the error falls; there are up to five sweeps.
  ///
  /// Source: `make_q3_quants` of `ggml-quants.c`, `do_rmse`.
  enum DescentSearch {
    /// Searches.
    ///
    /// - Parameters:
    ///   - values: Up to 16 values.
    ///   - half: Codes are −half…half − 1.
    ///   - codes: Where the codes go, half added; zeros, without half, for a group of zeros.
    /// - Returns: The scale; 0 for a group of zeros.
    static func scale(
      of values: Span<Float>, half: Float, codes: inout MutableSpan<UInt8>
    ) -> Float {
      let peak = Peaks.signed(values)
      guard abs(peak) >= SymmetricSearch.leastMagnitude else {
        for j in values.indices { codes[j] = 0 }
        return 0
      }
      let inverse = -half / peak
      var integers = InlineArray<16, Float>(repeating: 0)
      var product: Float = 0
      var square: Float = 0
      for j in values.indices {
        let code = Rounding.nearest(inverse * values[j], from: -half, through: half - 1)
        integers[j] = code
        let weight = values[j] * values[j]
        product += weight * values[j] * code
        square += weight * code * code
      }
      for _ in 0..<5 {
        var changed = false
        for j in values.indices {
          let weight = values[j] * values[j]
          let code = integers[j]
          var otherProduct = product - weight * values[j] * code
          guard otherProduct > 0 else { continue }
          var otherSquare = square - weight * code * code
          let better = Rounding.nearest(
            values[j] * otherSquare / otherProduct, from: -half, through: half - 1)
          guard better != code else { continue }
          otherProduct += weight * values[j] * better
          otherSquare += weight * better * better
          if otherSquare > 0
            && otherProduct * otherProduct * square > product * product * otherSquare
          {
            integers[j] = better
            product = otherProduct
            square = otherSquare
            changed = true
          }
        }
        if !changed { break }
      }
      for j in values.indices { codes[j] = Rounding.byte(integers[j] + half) }
      return square > 0 ? product / square : 0
    }
  }
}
