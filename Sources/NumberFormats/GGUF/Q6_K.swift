extension GGUF {
  /// Codes of 6 bits around 32 in 16 groups of 16, each group with a scale of 8 bits.
  ///
  ///     x[j] = (d · scale) · (q[j] − 32)
  ///
  /// | bytes | field |
  /// | --- | --- |
  /// | 0–127 | the low four bits: for each 128 values 64 bytes; x[j] in the low half of byte j, x[j + 64] in the high half |
  /// | 128–191 | the high two bits: for each 128 values 32 bytes; byte l has those of x[l + 32·k] from bit 2·k on |
  /// | 192–207 | scales, int8 |
  /// | 208–209 | d |
  enum Q6_K: EncodingBlockRule {
    static let name = "gguf-q6_k"
    static let valueCount = 256
    static let byteCount = 210
    static let usesImportance = true

    static func encode(
      _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
      into block: inout MutableSpan<UInt8>
    ) {
      var found = InlineArray<16, SymmetricSearch.Found>(repeating: .zeros(half: 32))
      var peak: Float = 0
      for group in 0..<16 {
        let range = (16 &* group)..<(16 &* group &+ 16)
        var importance = InlineArray<16, Float>(repeating: 0)
        if weights.isEmpty {
          var span = importance.mutableSpan
          Importance.squares(values.extracting(range), into: &span)
        } else {
          for j in 0..<16 { importance[j] = weights[16 &* group &+ j] }
        }
        found[group] = SymmetricSearch.found(
          of: values.extracting(range), weights: importance.span, half: 32)
        let scale = found[group].scale
        peak = abs(scale) > abs(peak) ? scale : peak
      }
      guard abs(peak) >= SymmetricSearch.leastMagnitude else {
        for byte in 0..<byteCount { block[byte] = 0 }
        return
      }

      let inverse = -128 / peak
      let blockScale = block.storeFloat16(1 / inverse, at: 208)
      var codes = InlineArray<256, UInt8>(repeating: 0)
      for group in 0..<16 {
        let integer = Rounding.nearest(inverse * found[group].scale)
        let byte = Rounding.byte(integer > 127 ? 127 : integer)
        block[192 &+ group] = byte
        let scale = blockScale * Float(Int8(bitPattern: byte))
        let range = (16 &* group)..<(16 &* group &+ 16)
        if scale == 0 {
          // Rounding left nothing of the scale; the search's codes stay.
          for j in range { codes[j] = found[group].code(of: values[j]) }
        } else {
          for j in range {
            codes[j] = Rounding.byte(
              Rounding.nearest(values[j] / scale, from: -32, through: 31) + 32)
          }
        }
      }
      for half in 0..<2 {
        for l in 0..<32 {
          let first = 128 &* half &+ l
          let (q0, q1) = (codes[first], codes[first &+ 32])
          let (q2, q3) = (codes[first &+ 64], codes[first &+ 96])
          block[64 &* half &+ l] = q0 & 15 | q2 << 4
          block[64 &* half &+ 32 &+ l] = q1 & 15 | q3 << 4
          block[128 &+ 32 &* half &+ l] = q0 >> 4 | (q1 >> 4) << 2 | (q2 >> 4) << 4 | (q3 >> 4) << 6
        }
      }
    }

    static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
      let blockScale = block.float16(at: 208)
      for group in 0..<16 {
        let scale = blockScale * Float(Int8(bitPattern: block[192 &+ group]))
        let half = group >> 3
        // Which 16 of the 128 values of its half the group is, and so where its bits are.
        let part = group & 7
        let lowFirst = 64 &* half &+ 16 &* (part & 3)
        let lowShift = UInt8(truncatingIfNeeded: part & 4)
        let highFirst = 128 &+ 32 &* half &+ 16 &* (part & 1)
        let highShift = UInt8(truncatingIfNeeded: part & 6)
        for j in 0..<16 {
          let low = block[lowFirst &+ j] &>> lowShift & 15
          let high = block[highFirst &+ j] &>> highShift & 3
          values[16 &* group &+ j] = scale * Float(Int32(low | high << 4) &- 32)
        }
      }
    }
  }
}
