/// What the NVFP4 formats have in common: 16 numbers of float4 E2M1 with a scale of float8 E4M3.
///
/// | bytes | field |
/// | --- | --- |
/// | 0 | the scale |
/// | 1–8 | the codes, the even index in the low half of a byte |
///
/// How the scale is found, and what a code is multiplied by, is each tool's own.
enum NVFP4Codes {
  /// How many values share a scale.
  static let valueCount = 16
  /// The largest scale times the largest number: a tensor's largest magnitude over this is its factor.
  static let reach: Float = 448 * 6

  /// The cast of the scales.
  static let scaleCast: SmallFloatRounding = MicroscalingElement.e4m3.cast.rounding
  /// The cast of the values.
  static let valueCast: SmallFloatRounding = MicroscalingElement.e2m1.cast.rounding

  /// The number of each code.
  static let numbers = InlineArray<16, Float> {
    MicroscalingElement.e2m1.cast.value(of: UInt16($0))
  }
  /// The number of each scale.
  private static let scales = InlineArray<256, Float> {
    MicroscalingElement.e4m3.cast.value(of: UInt16($0))
  }

  /// Puts 16 codes, one a byte, behind the scale.
  @inline(__always)
  static func pack(_ codes: InlineArray<16, UInt8>, into block: inout MutableSpan<UInt8>) {
    PackedCodes.pack(codes.span, bits: 4, into: &block, from: 1)
  }

  /// The numbers of a block's codes times a factor.
  @inline(__always)
  static func decode(
    _ block: Span<UInt8>, times factor: Float, into values: inout MutableSpan<Float>
  ) {
    let numbers = numbers
    for pair in 0..<values.count / 2 {
      let byte = block[1 &+ pair]
      values[2 &* pair] = numbers[Int(byte & 15)] * factor
      values[2 &* pair &+ 1] = numbers[Int(byte &>> 4)] * factor
    }
  }

  /// The number of a block's scale.
  @inline(__always)
  static func scale(_ block: Span<UInt8>) -> Float { scale(block[0]) }

  /// The number of a scale.
  @inline(__always)
  static func scale(_ code: UInt8) -> Float { scales[Int(code)] }
}
