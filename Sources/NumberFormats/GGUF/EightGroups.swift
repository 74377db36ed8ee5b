extension GGUF {
  /// The values of eight groups side by side: value j of all of them in one vector, up to 32.
  ///
  /// What is made of them is written where the caller has room, for vectors of vectors are not copied
  /// for nothing.
  enum EightGroups {
    /// Room for groups.
    typealias Room = InlineArray<32, SIMD8<Float>>

    /// Gathers groups that follow one another.
    ///
    /// - Parameters:
    ///   - values: The values.
    ///   - first: Where the first group begins.
    ///   - groups: Where they go, as many vectors as a group has values.
    @inline(__always)
    static func gather(
      _ values: Span<Float>, first: Int, into groups: inout MutableSpan<SIMD8<Float>>
    ) {
      let size = groups.count
      for j in 0..<size {
        let k = first &+ j
        groups[j] = SIMD8(
          values[k], values[k &+ size], values[k &+ 2 &* size], values[k &+ 3 &* size],
          values[k &+ 4 &* size], values[k &+ 5 &* size], values[k &+ 6 &* size],
          values[k &+ 7 &* size])
      }
    }

    /// One group in the first lane, the others zeros.
    @inline(__always)
    static func gather(only values: Span<Float>, into groups: inout MutableSpan<SIMD8<Float>>) {
      for j in values.indices {
        groups[j] = .zero
        groups[j][0] = values[j]
      }
    }

    /// |x|.
    @inline(__always)
    static func magnitudes(
      of groups: Span<SIMD8<Float>>, into result: inout MutableSpan<SIMD8<Float>>
    ) {
      for j in groups.indices { result[j] = magnitude(groups[j]) }
    }

    /// √(Σx² / n) + |x|, the sum that of a value's group.
    @inline(__always)
    static func magnitudesOverMean(
      of groups: Span<SIMD8<Float>>, into result: inout MutableSpan<SIMD8<Float>>
    ) {
      var sum = SIMD8<Float>.zero
      for j in groups.indices { sum += groups[j] * groups[j] }
      let mean = (sum / Float(groups.count)).squareRoot()
      for j in groups.indices { result[j] = mean + magnitude(groups[j]) }
    }

    /// ``Importance/weigh(_:_:meanSquare:into:)`` of each value, in place of its importance.
    @inline(__always)
    static func weigh(
      _ groups: Span<SIMD8<Float>>, meanSquare: Float,
      importance: inout MutableSpan<SIMD8<Float>>
    ) {
      for j in groups.indices {
        importance[j] *= (meanSquare + groups[j] * groups[j]).squareRoot()
      }
    }

    /// Σx of each group.
    @inline(__always)
    static func sums(of groups: Span<SIMD8<Float>>) -> SIMD8<Float> {
      var sum = SIMD8<Float>.zero
      for j in groups.indices { sum += groups[j] }
      return sum
    }

    @inline(__always)
    private static func magnitude(_ x: SIMD8<Float>) -> SIMD8<Float> {
      x.replacing(with: -x, where: x .< 0)
    }
  }
}
