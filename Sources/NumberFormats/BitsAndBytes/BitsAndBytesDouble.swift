/// 256 blocks of bitsandbytes' NF4 or FP4, whose scales are quantized too.
///
///     m = mean of the scales a of all blocks of the tensor
///     n = max |a[i] − m| of the 256;   u[i] = dynamic 8-bit code of (a[i] − m) / n
///     a'[i] = number[u[i]] · n + m;    x[j] = codebook[code[j]] · a'[j / size]
///
/// The codes are those of ``BitsAndBytesFourBits``, under the scales before they are quantized. With b
/// blocks:
///
/// | bytes | field |
/// | --- | --- |
/// | 0–3 | n, float32, little-endian |
/// | 4 to b + 3 | u |
/// | from b + 4 | the codes, the even index in the high half of a byte |
///
/// m, a float32, is stored once for the tensor. With blocks of 64 that is 4 + 8/64 + 32/16384 bits a
/// value.
///
/// Source: bitsandbytes 0.50.2 `quantize_4bit` with `compress_statistics`, and `dequantize_4bit`, on CPUs,
/// bit for bit; QLoRA, section 3.
struct BitsAndBytesDouble: SurveyingBlockCoder {
  let blocks: BitsAndBytesFourBits

  /// How many scales share one.
  static let scaleCount = 256

  /// How many values the scales of a whole block of these stand for.
  var size: Int { Self.scaleCount * blocks.size }

  var tensorByteCount: Int { 4 }

  func byteCount(for valueCount: Int) -> Int {
    4 + scaleCount(for: valueCount) + (valueCount + 1) / 2
  }

  func encode(
    _ values: Span<Float>, weights: Span<Float>, of tensor: TensorSummary,
    into block: inout MutableSpan<UInt8>
  ) {
    let count = scaleCount(for: values.count)
    var differences = InlineArray<256, Float>(repeating: 0)
    for index in 0..<count {
      let part = values.extracting(part(index, of: values.count))
      differences[index] = blocks.scale(of: part) - tensor.meanScale
      blocks.encodeCodes(part, into: &block, from: 4 + count + index * blocks.size / 2)
    }
    let known = differences.span.extracting(first: count)
    let scale = BitsAndBytesDynamic.scale(of: known)
    block.setUInt32(scale.bitPattern, at: 0)
    BitsAndBytesDynamic.encodeCodes(known, under: scale, into: &block, from: 4)
  }

  func decode(
    _ block: Span<UInt8>, of tensor: TensorSummary, into values: inout MutableSpan<Float>
  ) {
    let count = scaleCount(for: values.count)
    let scale = Float(bitPattern: block.uint32(at: 0))
    for index in 0..<count {
      let number = DynamicMap.numbers[Int(block[4 + index])]
      let range = part(index, of: values.count)
      var part = values._mutatingExtracting(range)
      blocks.decodeCodes(
        block, from: 4 + count + range.lowerBound / 2, times: number * scale + tensor.meanScale,
        into: &part)
    }
  }

  var surveyedCount: Int { blocks.size }

  func surveyed(_ values: Span<Float>) -> Float { blocks.scale(of: values) }

  func concluded(_ surveyed: Span<Float>) -> Float { TorchMean.mean(surveyed) }

  private func scaleCount(for valueCount: Int) -> Int {
    (valueCount + blocks.size - 1) / blocks.size
  }

  /// The values of a scale.
  private func part(_ index: Int, of count: Int) -> Range<Int> {
    index * blocks.size..<min((index + 1) * blocks.size, count)
  }
}
