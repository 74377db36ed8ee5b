extension Span<Float> {
  /// max |x|; NaN, the one with the largest fraction, if a value is NaN.
  ///
  /// The bits of magnitudes are in the order of the magnitudes, and NaN is above all.
  @inline(__always)
  var largestMagnitudeOrNaN: Float {
    var largest: Int32 = 0
    for index in indices {
      let magnitude = Int32(bitPattern: self[index].bitPattern) & 0x7FFF_FFFF
      largest = magnitude > largest ? magnitude : largest
    }
    return Float(bitPattern: UInt32(bitPattern: largest))
  }
}
