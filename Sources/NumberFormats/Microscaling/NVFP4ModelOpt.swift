/// NVFP4 as ModelOpt has it.
///
///     g = max |x| of the tensor / (6·448)
///     s = E4M3(max |x| of the block / (6·g), or 1 for zeros, within 2⁻⁹…448)
///     code = E2M1(|x / (s · g)|), which saturates at 6, with the sign bit where the quotient is below 0
///     x[j] = E2M1[code] · (s · g), −0 being 0
///
/// The layout is that of ``NVFP4Codes``. Scales go down to the least subnormal E4M3.
///
/// Edge cases:
/// - A tensor of zeros has g = 0, and 0/0 as its scales: all of it becomes NaN.
/// - A quotient that is NaN has code 7; an infinity saturates. The factor is that of the finite
///   values, where the tool's own would be infinite.
///
/// Source: nvidia-modelopt 0.47.0 `NVFP4QTensor.quantize` and `dequantize` on CPUs, bit for bit.
struct NVFP4ModelOpt: BlockCoder {
  var needsTensorSummary: Bool { true }

  func byteCount(for valueCount: Int) -> Int { 1 + valueCount / 2 }

  var tensorByteCount: Int { 4 }

  func encode(
    _ values: Span<Float>, weights: Span<Float>, of tensor: TensorSummary,
    into block: inout MutableSpan<UInt8>
  ) {
    let factor = tensor.largestMagnitude / NVFP4Codes.reach
    let largest = values.largestMagnitudeOrNaN
    var scale = largest / (6 * factor)
    if scale == 0 { scale = 1 }
    // The tool's NaN is a negative one.
    scale = scale.isNaN ? -.nan : min(max(scale, 0x1p-9), 448)
    let code = UInt8(truncatingIfNeeded: NVFP4Codes.scaleCast.wideCode(of: scale))
    block[0] = code
    let divisor = NVFP4Codes.scale(code) * factor
    let cast = NVFP4Codes.valueCast
    var codes = InlineArray<16, UInt8>(repeating: 0)
    for index in values.indices {
      let quotient = values[index] / divisor
      let magnitude = cast.wideCode(of: quotient.isNaN ? 6 : quotient.magnitude)
      codes[index] = UInt8(truncatingIfNeeded: magnitude | (quotient < 0 ? 8 : 0))
    }
    NVFP4Codes.pack(codes, into: &block)
  }

  func decode(
    _ block: Span<UInt8>, of tensor: TensorSummary, into values: inout MutableSpan<Float>
  ) {
    let factor = NVFP4Codes.scale(block) * (tensor.largestMagnitude / NVFP4Codes.reach)
    var numbers = NVFP4Codes.numbers
    numbers[8] = 0
    for pair in 0..<values.count / 2 {
      let byte = block[1 &+ pair]
      values[2 &* pair] = numbers[Int(byte & 15)] * factor
      values[2 &* pair &+ 1] = numbers[Int(byte &>> 4)] * factor
    }
  }
}
