extension GGUF {
  /// The values at the ends of a block, found as ggml finds them.
  ///
  /// A NaN is neither larger nor smaller than anything; what becomes of it depends on which side of
  /// a comparison it is, and so there are two ways to find a largest magnitude.
  enum Peaks {
    /// The value whose magnitude is largest, the first of several; NaN is passed over.
    ///
    /// 0 if there is none but NaN and zeros, of either sign.
    @inline(__always)
    static func signed(_ values: Span<Float>) -> Float {
      var largest = SIMD4<Float>.zero
      for j in stride(from: 0, to: values.count & ~3, by: 4) {
        let four = values.four(at: j)
        for lane in 0..<4 {
          largest[lane] = abs(four[lane]) > largest[lane] ? abs(four[lane]) : largest[lane]
        }
      }
      var peak = max(largest[0], largest[1], largest[2], largest[3])
      for j in values.count & ~3..<values.count {
        peak = abs(values[j]) > peak ? abs(values[j]) : peak
      }
      guard peak > 0 else { return 0 }
      // The first of several is looked for only where they have both signs.
      var (isPositive, isNegative) = (false, false)
      for j in stride(from: 0, to: values.count & ~3, by: 4) {
        let four = values.four(at: j)
        isPositive = isPositive || any(four .== peak)
        isNegative = isNegative || any(four .== -peak)
      }
      for j in values.count & ~3..<values.count {
        isPositive = isPositive || values[j] == peak
        isNegative = isNegative || values[j] == -peak
      }
      guard isNegative else { return peak }
      guard isPositive else { return -peak }
      for j in values.indices where abs(values[j]) == peak { return values[j] }
      return peak
    }

    /// The largest magnitude; NaN is passed over.
    @inline(__always)
    static func magnitude(_ values: Span<Float>) -> Float {
      var magnitude: Float = 0
      for j in values.indices {
        let value = abs(values[j])
        magnitude = magnitude < value ? value : magnitude
      }
      return magnitude
    }

    /// The largest magnitude after the last NaN; NaN if that is the last value.
    ///
    /// This is what a maximum does that keeps the other number where a comparison does not hold.
    @inline(__always)
    static func magnitudeAfterNaN(_ values: Span<Float>) -> Float {
      var magnitude: Float = 0
      for j in values.indices {
        let value = abs(values[j])
        magnitude = magnitude > value ? magnitude : value
      }
      return magnitude
    }

    /// The least and the greatest value; NaN is passed over.
    ///
    /// The greatest and the least finite float32 if there is nothing but NaN.
    @inline(__always)
    static func ends(_ values: Span<Float>) -> (minimum: Float, maximum: Float) {
      var minimum = Float.greatestFiniteMagnitude
      var maximum = -Float.greatestFiniteMagnitude
      for j in values.indices {
        minimum = values[j] < minimum ? values[j] : minimum
        maximum = values[j] > maximum ? values[j] : maximum
      }
      return (minimum, maximum)
    }
  }
}

extension Span<Float> {
  /// Four values from an index on.
  @inline(__always)
  fileprivate func four(at first: Int) -> SIMD4<Float> {
    let part = extracting(first..<first &+ 4)
    return SIMD4(part[0], part[1], part[2], part[3])
  }
}
