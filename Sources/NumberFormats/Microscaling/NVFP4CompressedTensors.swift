/// NVFP4 as compressed-tensors has it, whose factor is the other way up.
///
///     G = 1 / max |x| of the tensor · (448·6); 1 where that is no float32
///     s = E4M3(G · (max |x| of the block / 6)), which saturates; ⅛ instead of 0
///     code = E2M1(x / (s / G)), which saturates at 6; a quotient of −0 is 0
///     x[j] = E2M1[code] · (s / G)
///
/// The layout is that of ``NVFP4Codes``.
///
/// Edge cases: values that are not finite have no code of the tool, whose ranges they would spoil; an
/// infinity saturates, and a NaN is 0 with the other sign.
///
/// Source: compressed-tensors 0.20.0 `generate_gparam`, `calculate_qparams` and
/// `NVFP4PackedCompressor`, bit for bit on finite values.
struct NVFP4CompressedTensors: BlockCoder {
  var needsTensorSummary: Bool { true }

  func byteCount(for valueCount: Int) -> Int { 1 + valueCount / 2 }

  var tensorByteCount: Int { 4 }

  func encode(
    _ values: Span<Float>, weights: Span<Float>, of tensor: TensorSummary,
    into block: inout MutableSpan<UInt8>
  ) {
    let factor = factor(of: tensor)
    let largest = values.largestMagnitudeOrNaN
    let scale = factor * ((largest.isNaN ? 0 : largest) / 6)
    var code = UInt8(truncatingIfNeeded: NVFP4Codes.scaleCast.wideCode(of: scale))
    if code == 0 { code = Self.eighth }
    block[0] = code
    let divisor = NVFP4Codes.scale(code) / factor
    let cast = NVFP4Codes.valueCast
    var codes = InlineArray<16, UInt8>(repeating: 0)
    for index in values.indices {
      let quotient = values[index] / divisor
      let code = cast.wideCode(of: quotient == 0 ? 0 : quotient)
      codes[index] = UInt8(truncatingIfNeeded: code)
    }
    NVFP4Codes.pack(codes, into: &block)
  }

  func decode(
    _ block: Span<UInt8>, of tensor: TensorSummary, into values: inout MutableSpan<Float>
  ) {
    let factor = NVFP4Codes.scale(block) / factor(of: tensor)
    NVFP4Codes.decode(block, times: factor, into: &values)
  }

  /// The code of ⅛.
  private static let eighth: UInt8 = 0x20

  private func factor(of tensor: TensorSummary) -> Float {
    let factor = 1 / max(tensor.largestMagnitude, .leastNormalMagnitude) * NVFP4Codes.reach
    return factor.isFinite ? factor : 1
  }
}
