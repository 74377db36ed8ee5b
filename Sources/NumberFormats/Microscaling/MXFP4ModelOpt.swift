/// MXFP4 as ModelOpt has it: the scale rounded up, ties of the cast rounded down.
///
///     e = 127 + ⌈log₂(max |x| / 6)⌉, at least 0
///     code = the number of bounds below |x / 2^(e − 127)|, with the sign bit for 0 and below
///     x[j] = E2M1[code] · 2^(e − 127)
///
/// The bounds are ¼, ¾, 1¼, 1¾, 2½, 3½ and 5. Zeros are −0. The layout is that of ``Microscaling``.
///
/// Edge cases: what is not finite has no scale in the tool; here an infinity makes e 254 and
/// saturates, and NaN makes e 255.
///
/// Source: nvidia-modelopt 0.47.0 `MXFP4QTensor` on CPUs, bit for bit on finite values.
struct MXFP4ModelOpt: BlockCoder {
  private static let bounds: InlineArray<7, Float> = [0.25, 0.75, 1.25, 1.75, 2.5, 3.5, 5]

  func byteCount(for valueCount: Int) -> Int { 1 + valueCount / 2 }

  func encode(
    _ values: Span<Float>, weights: Span<Float>, of tensor: TensorSummary,
    into block: inout MutableSpan<UInt8>
  ) {
    let exponent = MicroscalingScale.rceil.exponent(of: values.largestMagnitudeOrNaN, .e2m1)
    block[0] = exponent
    let scale = PowerOfTwoCode.value(of: exponent)
    var codes = InlineArray<32, UInt8>(repeating: 0)
    for index in values.indices {
      let quotient = values[index] / scale
      let magnitude = quotient.magnitude
      var code: Int32 = quotient > 0 ? 0 : 8
      for bound in 0..<7 {
        code &+= magnitude > Self.bounds[bound] ? 1 : 0
      }
      codes[index] = UInt8(truncatingIfNeeded: code)
    }
    CodePacking.pack(codes.span, bits: 4, into: &block, from: 1)
  }

  func decode(
    _ block: Span<UInt8>, of tensor: TensorSummary, into values: inout MutableSpan<Float>
  ) {
    NVFP4Codes.decode(block, times: PowerOfTwoCode.value(of: block[0]), into: &values)
  }
}
