extension GGUF {
  /// The scales and minimums of 6 bits that the 8 groups of ``Q4_K`` and ``Q5_K`` have, in 12 bytes.
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–3 | scale of group g in the low six bits; in the high two those of the scale of g + 4 |
  /// | 4–7 | minimum of group g in the low six bits; in the high two those of the minimum of g + 4 |
  /// | 8–11 | the low four bits of group g + 4: of the scale in the low half, of the minimum in the high half |
  enum SixBitScales {
    /// The scale and the minimum of a group, the 12 bytes starting at `first`.
    @inline(__always)
    static func ofGroup(
      _ group: Int, in block: Span<UInt8>, at first: Int
    ) -> (scale: Float, minimum: Float) {
      let scaleByte = block[first &+ (group & 3)]
      let minimumByte = block[first &+ 4 &+ (group & 3)]
      guard group >= 4 else { return (Float(scaleByte & 63), Float(minimumByte & 63)) }
      let low = block[first &+ 8 &+ (group & 3)]
      return (
        Float(low & 15 | (scaleByte >> 6) << 4), Float(low >> 4 | (minimumByte >> 6) << 4)
      )
    }
  }
}
