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

  // Blocks are so small that looking up what is made at first use would be felt: these are constants.

  /// The cast of the scales, that of ``MicroscalingElement/e4m3``.
  static var scaleCast: SmallFloatRounding {
    SmallFloatRounding(
      shift: 20, halfLessOne: 0x7_FFFF, rebias: 120 << 3, leastNormal: 121 << 23, aligner: 0x1p14,
      largest: 0x7E, beyondLargest: 0x7E, positiveNaN: 0x7F, negativeNaN: 0xFF, signBit: 0x80,
      signOfZero: 0x80)
  }
  /// The cast of the values, that of ``MicroscalingElement/e2m1``.
  static var valueCast: SmallFloatRounding {
    SmallFloatRounding(
      shift: 22, halfLessOne: 0x1F_FFFF, rebias: 126 << 1, leastNormal: 127 << 23, aligner: 0x1p22,
      largest: 7, beyondLargest: 7, positiveNaN: 8, negativeNaN: 0, signBit: 8, signOfZero: 8)
  }

  /// The number of each code.
  static let numbers: InlineArray<16, Float> = [
    0, 0.5, 1, 1.5, 2, 3, 4, 6, -0.0, -0.5, -1, -1.5, -2, -3, -4, -6,
  ]

  /// Puts 16 codes, one a byte, behind the scale.
  @inline(__always)
  static func pack(_ codes: InlineArray<16, UInt8>, into block: inout MutableSpan<UInt8>) {
    CodePacking.pack(codes.span, bits: 4, into: &block, from: 1)
  }

  /// The numbers of a block's codes times a factor.
  @inline(__always)
  static func decode(
    _ block: Span<UInt8>, times factor: Float, into values: inout MutableSpan<Float>
  ) {
    let all = numbers
    let numbers = all.span
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
  static func scale(_ code: UInt8) -> Float {
    let magnitude = UInt32(code & 0x7F)
    let normal = Float(bitPattern: magnitude << 20 &+ 120 << 23)
    let number = magnitude < 8 ? Float(magnitude) * 0x1p-9 : magnitude == 0x7F ? .nan : normal
    return code < 0x80 ? number : -number
  }
}
