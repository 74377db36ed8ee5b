/// A block of bitsandbytes' NF4 or FP4: codes of 4 bits with the largest magnitude as their scale.
///
///     a = max |x|
///     code = codebook code of x · (1 / max(a, 10⁻³⁸))
///     x[j] = codebook[code[j]] · a
///
/// | bytes | field |
/// | --- | --- |
/// | 0–3 | a, float32, little-endian |
/// | from 4 | the codes, the even index in the high half of a byte; an odd number ends with that of 0 |
///
/// The last block of a tensor may be short: there the tool divides by a, and stores max(a, 10⁻³⁸).
///
/// Edge cases:
/// - A block with NaN has NaN for a, and all its values become NaN.
/// - A block with an infinity has a = ∞: what was finite becomes 0·∞ or ∞.
///
/// Source: bitsandbytes 0.50.2 `quantize_4bit` and `dequantize_4bit` on CPUs, bit for bit.
struct BitsAndBytesFourBits: BlockCoder {
  let codebook: BitsAndBytesCodebook
  /// How many values a whole block has.
  let size: Int

  func byteCount(for valueCount: Int) -> Int { 4 + (valueCount + 1) / 2 }

  func encode(
    _ values: Span<Float>, weights: Span<Float>, of tensor: TensorSummary,
    into block: inout MutableSpan<UInt8>
  ) {
    let scale = scale(of: values)
    block.setUInt32(scale.bitPattern, at: 0)
    encodeCodes(values, into: &block, from: 4)
  }

  func decode(
    _ block: Span<UInt8>, of tensor: TensorSummary, into values: inout MutableSpan<Float>
  ) {
    decodeCodes(block, from: 4, times: Float(bitPattern: block.uint32(at: 0)), into: &values)
  }

  /// What a block stores as its largest magnitude.
  func scale(of values: Span<Float>) -> Float {
    let largest = values.largestMagnitudeOrNaN
    return values.count < size ? Self.atLeast(largest) : largest
  }

  /// Writes the codes of a block.
  func encodeCodes(
    _ values: Span<Float>, into bytes: inout MutableSpan<UInt8>, from start: Int
  ) {
    let scale = Self.atLeast(values.largestMagnitudeOrNaN)
    let inverse = 1 / scale
    var first = 0
    while first &+ 16 <= values.count && values.count == size {
      let scaled = values.sixteen(at: first) * inverse
      store(codebook.places(of: scaled), 8, in: &bytes, at: start &+ first / 2)
      first &+= 16
    }
    while first < values.count {
      let count = min(16, values.count &- first)
      // What is missing at the end is a 0.
      var scaled = SIMD16<Float>.zero
      for index in 0..<count {
        let value = values[first &+ index]
        scaled[index] = values.count == size ? value * inverse : value / scale
      }
      store(codebook.places(of: scaled), (count + 1) / 2, in: &bytes, at: start + first / 2)
      first &+= 16
    }
  }

  /// Stores the codes of places, in pairs.
  @inline(__always)
  private func store(
    _ places: SIMD16<Int32>, _ pairCount: Int, in bytes: inout MutableSpan<UInt8>, at start: Int
  ) {
    let codes = codebook.codes.span
    for pair in 0..<pairCount {
      let high = codes[Int(places[2 &* pair] & 15)]
      let low = codes[Int(places[2 &* pair &+ 1] & 15)]
      bytes[start &+ pair] = high &<< 4 | low
    }
  }

  /// The numbers of codes times a scale.
  func decodeCodes(
    _ bytes: Span<UInt8>, from start: Int, times scale: Float,
    into values: inout MutableSpan<Float>
  ) {
    let codebook = codebook
    let numbers = codebook.numbers.span
    for pair in 0..<values.count / 2 {
      let byte = bytes[start &+ pair]
      values[2 &* pair] = numbers[Int(byte &>> 4)] * scale
      values[2 &* pair &+ 1] = numbers[Int(byte & 15)] * scale
    }
    if values.count % 2 == 1 {
      values[values.count - 1] = numbers[Int(bytes[start + values.count / 2] >> 4)] * scale
    }
  }

  /// max(a, 10⁻³⁸), where NaN stays.
  private static func atLeast(_ largest: Float) -> Float { largest < 1e-38 ? 1e-38 : largest }
}

extension Span<Float> {
  /// Sixteen values from an index on.
  @inline(__always)
  fileprivate func sixteen(at first: Int) -> SIMD16<Float> {
    let part = extracting(first..<first &+ 16)
    var values = SIMD16<Float>.zero
    for index in 0..<16 { values[index] = part[index] }
    return values
  }
}
