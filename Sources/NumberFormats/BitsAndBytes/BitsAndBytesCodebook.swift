/// The 16 numbers of a 4-bit format of bitsandbytes, and the bounds between neighbours.
///
/// | | NF4: quantiles of a normal distribution | FP4: a float of 4 bits, in twelfths |
/// | --- | --- | --- |
/// | 0–3 | −1, −0.6962, −0.5251, −0.3949 | 0, 0.0625, 8, 12 |
/// | 4–7 | −0.2844, −0.1848, −0.0911, 0 | 4, 6, 2, 3 |
/// | 8–11 | 0.0796, 0.1609, 0.2461, 0.3379 | −0, −0.0625, −8, −12 |
/// | 12–15 | 0.4407, 0.5626, 0.7230, 1 | −4, −6, −2, −3 |
///
/// A bound is half of the sum of two neighbours in float32. A number has the code of its place, which
/// is how many bounds are below it.
///
/// FP4's −0 is that of the library; where the last axis is odd the tool has 0 instead.
///
/// Source: bitsandbytes 0.50.2 `_get_4bit_code` and `_get_4bit_quantize_bounds`; NF4 of Dettmers and
/// others, QLoRA, 2023.
struct BitsAndBytesCodebook: Sendable {
  /// The number of each code.
  let numbers: InlineArray<16, Float>
  /// The code of each place in the order of the numbers; of the zeros of FP4 code 0 comes first.
  let codes: InlineArray<16, UInt8>
  /// The bounds, in order.
  let bounds: InlineArray<15, Float>

  /// NF4.
  static let nf4 = BitsAndBytesCodebook(
    numbers: [
      -1, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453,
      -0.28444138169288635, -0.18477343022823334, -0.09105003625154495, 0,
      0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224,
      0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1,
    ],
    codes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])

  /// FP4, which is no E2M1.
  static let fp4 = BitsAndBytesCodebook(
    numbers: [
      0, 0.0625 / 12, 8 / 12, 1, 4 / 12, 6 / 12, 2 / 12, 3 / 12,
      -0.0, -0.0625 / 12, -8 / 12, -1, -4 / 12, -6 / 12, -2 / 12, -3 / 12,
    ],
    codes: [11, 10, 13, 12, 15, 14, 9, 0, 8, 1, 6, 7, 4, 5, 2, 3])

  private init(numbers: InlineArray<16, Float>, codes: InlineArray<16, UInt8>) {
    self.numbers = numbers
    self.codes = codes
    bounds = InlineArray { place in
      (numbers[Int(codes[place])] + numbers[Int(codes[place + 1])]) / 2
    }
  }

  /// How many bounds are below each value; NaN is above all.
  ///
  /// Each bound is asked, which goes over several values at a time; halving would not.
  @inline(__always)
  func places(of values: SIMD16<Float>) -> SIMD16<Int32> {
    var places = SIMD16<Int32>(repeating: 15)
    for index in 0..<15 {
      places = places.replacing(with: places &- 1, where: bounds[index] .>= values)
    }
    return places
  }
}
