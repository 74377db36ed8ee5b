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
      // The bits of magnitudes are in the order of the magnitudes, and those of NaN above all.
      var largest: Int32 = 0
      for j in values.indices {
        let magnitude = Int32(bitPattern: values[j].bitPattern) & 0x7FFF_FFFF
        let number = magnitude > 0x7F80_0000 ? 0 : magnitude
        largest = number > largest ? number : largest
      }
      let peak = Float(bitPattern: UInt32(bitPattern: largest))
      var isPositive: Int32 = 0
      var isNegative: Int32 = 0
      for j in values.indices {
        let bits = Int32(bitPattern: values[j].bitPattern)
        isPositive |= bits == largest ? 1 : 0
        isNegative |= bits == largest | Int32.min ? 1 : 0
      }
      if isNegative == 0 || largest == 0 { return peak }
      if isPositive == 0 { return -peak }
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
