/// A block of bitsandbytes' dynamic 8-bit type, with the largest magnitude as its scale.
///
///     a = max |x|
///     code = code by ``DynamicMap`` of x · (1 / a), within ±1;   x[j] = number[code[j]] · a
///
/// | bytes | field |
/// | --- | --- |
/// | 0–3 | a, float32, little-endian |
/// | from 4 | the codes |
///
/// Edge cases:
/// - A block of zeros has code 0, x · (1 / 0) being NaN; its values are −0.
/// - NaN does not count for a, and has code 0.
///
/// Source: bitsandbytes 0.50.2 `quantize_blockwise` and `dequantize_blockwise` on CPUs, bit for bit.
struct BitsAndBytesDynamic: BlockCoder {
  func byteCount(for valueCount: Int) -> Int { 4 + valueCount }

  func encode(
    _ values: Span<Float>, weights: Span<Float>, of tensor: TensorSummary,
    into block: inout MutableSpan<UInt8>
  ) {
    let scale = Self.scale(of: values)
    block.setUInt32(scale.bitPattern, at: 0)
    Self.encodeCodes(values, under: scale, into: &block, from: 4)
  }

  func decode(
    _ block: Span<UInt8>, of tensor: TensorSummary, into values: inout MutableSpan<Float>
  ) {
    let scale = Float(bitPattern: block.uint32(at: 0))
    for index in values.indices {
      values[index] = DynamicMap.numbers[Int(block[4 &+ index])] * scale
    }
  }

  /// What a block stores as its largest magnitude, NaN left out.
  static func scale(of values: Span<Float>) -> Float {
    var largest: Float = 0
    for index in values.indices {
      let magnitude = values[index].magnitude
      largest = magnitude > largest ? magnitude : largest
    }
    return largest
  }

  /// Writes the codes of values under a scale.
  static func encodeCodes(
    _ values: Span<Float>, under scale: Float, into bytes: inout MutableSpan<UInt8>, from start: Int
  ) {
    let inverse = 1 / scale
    for index in values.indices {
      let scaled = values[index] * inverse
      bytes[start &+ index] = DynamicMap.code(of: scaled < -1 ? -1 : scaled > 1 ? 1 : scaled)
    }
  }
}
