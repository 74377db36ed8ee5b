extension GGUF {
  /// What a value's error weighs in a search, made of an importance matrix and the values.
  enum Importance {
    /// Weights that grow with a value, but not from nothing.
    ///
    ///     weights[j] = importance[j] · √(meanSquare + x[j]²)
    ///
    /// - Parameters:
    ///   - importance: One number a value.
    ///   - values: The values.
    ///   - meanSquare: Mean of the squares around the values; twice it for some formats.
    ///   - weights: Where the weights go; as many.
    @inline(__always)
    static func weigh(
      _ importance: Span<Float>, _ values: Span<Float>, meanSquare: Float,
      into weights: inout MutableSpan<Float>
    ) {
      for j in values.indices {
        weights[j] = importance[j] * (meanSquare + values[j] * values[j]).squareRoot()
      }
    }

    /// The square of each value, the weight of its error where there is no importance matrix.
    @inline(__always)
    static func squares(_ values: Span<Float>, into weights: inout MutableSpan<Float>) {
      for j in values.indices { weights[j] = values[j] * values[j] }
    }

    /// Σx², one after another in float32.
    @inline(__always)
    static func sumOfSquares(_ values: Span<Float>) -> Float {
      var sum: Float = 0
      for j in values.indices { sum += values[j] * values[j] }
      return sum
    }

    /// Σw, one after another in float32.
    @inline(__always)
    static func sum(_ weights: Span<Float>) -> Float {
      var sum: Float = 0
      for j in weights.indices { sum += weights[j] }
      return sum
    }
  }
}
