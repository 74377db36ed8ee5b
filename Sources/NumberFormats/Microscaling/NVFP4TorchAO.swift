/// NVFP4 as torchao has it, with a factor g for the tensor or without.
///
///     g = max |x| of the tensor / (448·6),  1 without
///     s = E4M3(max |x| of the block / 6 / g, within 2⁻⁶…448)
///     code = E2M1(x · (1/g / s)), which saturates at 6
///     x[j] = E2M1[code] · (g · s)
///
/// The layout is that of ``NVFP4Codes``. No scale is below 2⁻⁶, the least normal E4M3.
///
/// Edge cases:
/// - A tensor of zeros has g = 0, and 0/0 as its scales: with a factor all of it becomes NaN.
/// - A block with NaN has a NaN for its scale.
/// - An infinity saturates. The factor is that of the finite values, where the tool's own would be
///   infinite.
/// - What NaN leaves in the codes is what the tool's arithmetic leaves on x86.
///
/// Source: torchao 0.18.0 `nvfp4_quantize` and `NVFP4Tensor.dequantize`, bit for bit.
struct NVFP4TorchAO: BlockCoder {
  /// Whether a tensor has a factor of its own.
  enum Levels: Sendable {
    /// Scales of blocks alone.
    case one
    /// Scales of blocks under a factor of the tensor.
    case two
  }

  let levels: Levels

  var needsTensorSummary: Bool { levels == .two }

  func byteCount(for valueCount: Int) -> Int { 1 + valueCount / 2 }

  var tensorByteCount: Int { levels == .two ? 4 : 0 }

  func encode(
    _ values: Span<Float>, weights: Span<Float>, of tensor: TensorSummary,
    into block: inout MutableSpan<UInt8>
  ) {
    let largest = values.largestMagnitudeOrNaN
    var scale = largest / 6
    var inverse: Float = 1
    if levels == .two {
      let factor = tensor.largestMagnitude / NVFP4Codes.reach
      scale /= factor
      inverse = 1 / factor
    }
    let isNaN = scale.isNaN
    // The NaN of 0/0 is negative, which is how x86 has it; widened from E4M3 it is this one.
    let nan = Float(bitPattern: largest.isNaN ? 0x7FF0_0000 : 0xFFF0_0000)
    if !isNaN { scale = min(max(scale, 0x1p-6), 448) }
    let cast = NVFP4Codes.scaleCast
    let code = UInt8(truncatingIfNeeded: cast.wideCode(of: isNaN ? nan : scale))
    block[0] = code
    let multiplier = isNaN ? nan : inverse / NVFP4Codes.scale(code)
    var codes = InlineArray<16, UInt8>(repeating: 0)
    if isNaN {
      for index in values.indices { codes[index] = MicroscalingElement.e2m1.code(ofNaN: nan) }
    } else if !multiplier.isFinite {
      for index in values.indices { codes[index] = careful(values[index], multiplier) }
    } else {
      let cast = NVFP4Codes.valueCast
      for index in values.indices {
        codes[index] = UInt8(truncatingIfNeeded: cast.wideCode(of: values[index] * multiplier))
      }
    }
    NVFP4Codes.pack(codes, into: &block)
  }

  func decode(
    _ block: Span<UInt8>, of tensor: TensorSummary, into values: inout MutableSpan<Float>
  ) {
    let scale = NVFP4Codes.scale(block)
    let factor =
      levels == .two ? tensor.largestMagnitude / NVFP4Codes.reach * scale : scale
    NVFP4Codes.decode(block, times: factor, into: &values)
  }

  /// The code of a product with infinity.
  private func careful(_ value: Float, _ multiplier: Float) -> UInt8 {
    let product = value * multiplier
    if product.isNaN { return MicroscalingElement.e2m1.code(ofNaN: -.nan) }
    return UInt8(truncatingIfNeeded: NVFP4Codes.valueCast.wideCode(of: product))
  }
}
