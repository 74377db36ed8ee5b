/// A microscaling block of integers: 32 of 8 bits, two's complement with 6 bits of fraction, and a
/// power of two as their scale.
///
///     x[j] = q[j] / 64 · 2^(e − 127);   e = 255 makes all of them NaN
///     e = exponent of max |x|,   q = round(x · 2^(127 − e) · 64), ties to even, within ±127
///
/// | bytes | field |
/// | --- | --- |
/// | 0 | e, E8M0 |
/// | 1–32 | q |
///
/// The code −128, which the specification lets be left out, is never made; decoded it is −2.
///
/// Edge cases: an infinity makes e 254, where it and all that is near saturate; NaN makes e 255, all
/// codes being 0.
///
/// Source: OCP Microscaling Formats 1.0, 5.3.4 and 6.3; microxcaling `_quantize_mx` with `int8` and
/// round `even`, whose exponent is by a rounded logarithm: it may be 1 more just below a power of two.
struct MicroscalingInt8: BlockCoder {
  func byteCount(for valueCount: Int) -> Int { 1 + valueCount }

  func encode(
    _ values: Span<Float>, weights: Span<Float>, of tensor: TensorSummary,
    into block: inout MutableSpan<UInt8>
  ) {
    let largest = values.largestMagnitudeOrNaN
    let exponent = largest.isNaN ? 255 : min(UInt8(largest.bitPattern >> 23), 254)
    block[0] = exponent
    if exponent == 255 {
      for index in values.indices { block[1 &+ index] = 0 }
      return
    }
    let factor = Float(bitPattern: exponent == 254 ? 0x40_0000 : UInt32(254 - exponent) << 23)
    for index in values.indices {
      let scaled = min(max(values[index] * factor * 64, -127), 127)
      // Beyond 2²² a float32 has no fraction: adding 1.5·2²³ rounds, ties to even.
      let sum = (scaled + 0x1.8p23).bitPattern
      block[1 &+ index] = UInt8(truncatingIfNeeded: sum)
    }
  }

  func decode(
    _ block: Span<UInt8>, of tensor: TensorSummary, into values: inout MutableSpan<Float>
  ) {
    let scale = PowerOfTwoCode.value(of: block[0])
    for index in values.indices {
      values[index] = Float(Int8(bitPattern: block[1 &+ index])) * 0x1p-6 * scale
    }
  }
}
