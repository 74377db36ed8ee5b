extension GGUF {
  /// The scales of groups as codes of a few bits with a scale of their own.
  enum GroupScales {
    /// How a scale for the scales is found.
    enum Method {
      /// The largest one gets the largest code.
      case largest
      /// ``PositiveSearch``, as where there is an importance matrix.
      case search

      init(importance: Span<Float>) {
        self = importance.isEmpty ? .largest : .search
      }
    }

    /// Encodes the scales of groups, or their minimums.
    ///
    /// - Parameters:
    ///   - scales: Numbers that are not negative.
    ///   - weights: What each one's error weighs in a search.
    ///   - method: How a scale is found.
    ///   - largest: The largest code.
    ///   - codes: Where the codes go. Only the lowest eight bits are kept, though nothing is above
    ///     `largest` but by rounding.
    /// - Returns: Their scale, not yet rounded to float16; 0 if all are 0 or NaN.
    static func encode(
      _ scales: Span<Float>, weights: Span<Float>, by method: Method, largest: Float,
      into codes: inout MutableSpan<UInt8>
    ) -> Float {
      guard method == .largest else {
        return PositiveSearch.scale(of: scales, weights: weights, largest: largest, codes: &codes)
      }
      var maximum: Float = 0
      for j in scales.indices { maximum = scales[j] > maximum ? scales[j] : maximum }
      let inverse = maximum > 0 ? largest / maximum : 0
      for j in scales.indices {
        codes[j] = Rounding.byte(Rounding.nearest(inverse * scales[j]))
      }
      return maximum / largest
    }
  }
}
