/// A microscaling block: 32 numbers of a small float with a power of two as their scale.
///
///     x[j] = element[j] · 2^(e − 127);   e = 255 makes all of them NaN
///
/// | bytes | field |
/// | --- | --- |
/// | 0 | e, E8M0 |
/// | from 1 | the 32 codes, each of 4, 6 or 8 bits, packed as ``CodePacking`` says |
///
/// A code is the nearest of |x|·2^(127 − e), ties to even; beyond the largest number it saturates.
///
/// Edge cases:
/// - In a block with NaN, e is 255; its codes are what the tool makes of x / ∞, or x · NaN for `rceil`.
/// - An infinity saturates.
/// - A block of zeros has e = 0.
///
/// Source: OCP Microscaling Formats 1.0; torchao 0.18.0 `to_mx` and `to_dtype`, bit for bit.
struct Microscaling: BlockCoder {
  let element: MicroscalingElement
  let scale: MicroscalingScale

  func byteCount(for valueCount: Int) -> Int {
    1 + CodePacking.byteCount(of: valueCount, bits: element.bits)
  }

  func encode(
    _ values: Span<Float>, weights: Span<Float>, of tensor: TensorSummary,
    into block: inout MutableSpan<UInt8>
  ) {
    let largest = values.largestMagnitudeOrNaN
    let exponent = scale.exponent(of: largest, element)
    block[0] = exponent
    var codes = InlineArray<32, UInt8>(repeating: 0)
    if exponent == 255, largest.isNaN {
      for index in values.indices { codes[index] = codeBesideNaN(values[index]) }
    } else {
      let factor = scale.factor(exponent)
      let rounding = element.cast.rounding
      for index in values.indices {
        codes[index] = UInt8(truncatingIfNeeded: rounding.wideCode(of: values[index] * factor))
      }
    }
    CodePacking.pack(codes.span, bits: element.bits, into: &block, from: 1)
  }

  func decode(
    _ block: Span<UInt8>, of tensor: TensorSummary, into values: inout MutableSpan<Float>
  ) {
    var codes = InlineArray<32, UInt8>(repeating: 0)
    var codeSpan = codes.mutableSpan
    CodePacking.unpack(block, from: 1, bits: element.bits, into: &codeSpan)
    let scale = PowerOfTwoCode.value(of: block[0])
    for index in values.indices {
      values[index] = element.cast.value(of: UInt16(codes[index])) * scale
    }
  }

  /// The code of a value whose block has a NaN in it.
  ///
  /// The NaN of an operation on numbers is negative, which is how x86 has it.
  private func codeBesideNaN(_ value: Float) -> UInt8 {
    if value.isNaN { return element.code(ofNaN: value) }
    if scale == .rceil { return element.code(ofNaN: .nan) }
    if value.isInfinite { return element.code(ofNaN: -.nan) }
    return value.sign == .minus ? UInt8(element.cast.rounding.signBit) : 0
  }
}
