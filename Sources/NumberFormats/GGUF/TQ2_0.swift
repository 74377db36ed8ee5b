extension GGUF {
  /// Codes of 2 bits for −d, 0 and d, and the unused fourth for 2·d.
  ///
  ///     x[j] = (q[j] − 1) · d
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–63 | q: two halves of 128 values; byte l of 32 has x[l + 32·k] in the bits from 2·k on |
  /// | 64–65 | d |
  enum TQ2_0: EncodingBlockRule {
    static let name = "gguf-tq2_0"
    static let valueCount = 256
    static let byteCount = 66

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      let scale = Peaks.magnitudeAfterNaN(values)
      let inverse = Rounding.inverse(scale)
      for half in 0..<2 {
        for l in 0..<32 {
          let first = 128 &* half &+ l
          var byte: UInt8 = 0
          for k in 0..<4 {
            let code = TQ1_0.digit(values[first &+ 32 &* k], inverse) & 3
            byte |= code << UInt8(truncatingIfNeeded: 2 &* k)
          }
          block[32 &* half &+ l] = byte
        }
      }
      block.storeFloat16(scale, at: 64)
    }

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let scale = block.float16(at: 64)
      for group in 0..<8 {
        let first = 32 &* (group >> 2)
        let shift = UInt8(truncatingIfNeeded: 2 &* (group & 3))
        for j in 0..<32 {
          let code = Int32(block[first &+ j] &>> shift & 3)
          values[32 &* group &+ j] = Float(code &- 1) * scale
        }
      }
    }
  }
}
