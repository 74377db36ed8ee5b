extension GGUF {
  /// The values of eight groups side by side: value j of all of them in one vector.
  struct EightGroups {
    /// Value j of each group, from 0 to `size`.
    private(set) var lanes = InlineArray<32, SIMD8<Float>>(repeating: .zero)
    /// How many values a group has, up to 32.
    let size: Int

    /// Groups that follow one another.
    ///
    /// - Parameters:
    ///   - values: The values.
    ///   - first: Where the first group begins.
    ///   - size: How many values each has.
    @inline(__always)
    init(_ values: Span<Float>, first: Int, size: Int) {
      self.size = size
      for j in 0..<size {
        let k = first &+ j
        lanes[j] = SIMD8(
          values[k], values[k &+ size], values[k &+ 2 &* size], values[k &+ 3 &* size],
          values[k &+ 4 &* size], values[k &+ 5 &* size], values[k &+ 6 &* size],
          values[k &+ 7 &* size])
      }
    }

    /// One group in the first lane, the others zeros.
    @inline(__always)
    init(only values: Span<Float>) {
      size = values.count
      for j in values.indices { lanes[j][0] = values[j] }
    }

    /// |x|.
    @inline(__always)
    var magnitudes: EightGroups {
      var result = self
      for j in 0..<size {
        let value = lanes[j]
        result.lanes[j] = value.replacing(with: -value, where: value .< 0)
      }
      return result
    }

    /// √(Σx² / n) + |x|, the sum that of a value's group.
    @inline(__always)
    var magnitudesOverMean: EightGroups {
      var sum = SIMD8<Float>.zero
      for j in 0..<size { sum += lanes[j] * lanes[j] }
      let mean = (sum / Float(size)).squareRoot()
      var result = magnitudes
      for j in 0..<size { result.lanes[j] = mean + result.lanes[j] }
      return result
    }

    /// ``Importance/weigh(_:_:meanSquare:into:)`` of each value.
    @inline(__always)
    func weighed(_ importance: EightGroups, meanSquare: Float) -> EightGroups {
      var result = self
      for j in 0..<size {
        result.lanes[j] = importance.lanes[j] * (meanSquare + lanes[j] * lanes[j]).squareRoot()
      }
      return result
    }

    /// Σx of each group.
    @inline(__always)
    var sums: SIMD8<Float> {
      var sum = SIMD8<Float>.zero
      for j in 0..<size { sum += lanes[j] }
      return sum
    }
  }
}
