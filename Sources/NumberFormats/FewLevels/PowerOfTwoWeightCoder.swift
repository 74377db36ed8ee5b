/// Ristretto's weights that are powers of two, which multiply by shifting: never zero.
///
///     x̂ = sign(x) · 2^k,  k = log₂|x| rounded, clamped to −8…−1,  sign(0) = 1
///
/// Four bits a value, the sign above k + 8, and nothing else is stored.
///
/// Magnitudes part at √2 · 2^k exactly; Ristretto's log2f rounds, which moves none but the float32
/// beside it.
///
/// Edge cases: NaN is taken for zero, which is 2^−8; the infinities are ±½.
///
/// Source: Ristretto (Gysel, arXiv 1605.06402), `Trim2IntegerPowerOf2` with the exponents that its
/// tool sets.
struct PowerOfTwoWeightCoder: ScopeCoder {
  typealias Gathered = Void

  var bitsPerCode: Int { 4 }

  func encode(_ values: Span<Float>, under scope: Void, into codes: inout MutableSpan<UInt16>) {
    for index in values.indices {
      let value = values[index]
      let magnitude = Int32(truncatingIfNeeded: value.bitPattern & 0x7FFF_FFFF)
      let rounded = (magnitude &+ (0x80_0000 &- 0x35_04F4)) &>> 23 &- (127 &- 8)
      let inside = min(max(rounded, 0), 7) | (value < 0 ? 8 : 0)
      codes[index] = value == value ? UInt16(truncatingIfNeeded: inside) : 0
    }
  }

  func decode(_ codes: Span<UInt16>, under scope: Void, into values: inout MutableSpan<Float>) {
    for index in codes.indices {
      let bits = UInt32(codes[index] & 7) &+ (127 &- 8)
      let sign = UInt32(codes[index] & 8) << 28
      values[index] = Float(bitPattern: bits << 23 | sign)
    }
  }
}
