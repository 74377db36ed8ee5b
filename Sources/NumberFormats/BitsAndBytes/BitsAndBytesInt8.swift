/// LLM.int8 of bitsandbytes: rows of 8-bit integers, each with its largest magnitude.
///
///     a = max |x| of the row
///     q = round(x · (127 · (1 / a))), ties to even;   x̂ = q · a · (1 / 127), from left to right
///
/// Edge cases:
/// - What has no integer is 0: every value of a row of zeros, or of a row whose a is so small that
///   127 / a is infinite.
/// - Values that are not finite do not count for a, where they spoil the row in the tool; they are 0.
///
/// Source: bitsandbytes 0.50.2 `int8_vectorwise_quant` without a threshold, and
/// `int8_vectorwise_dequant`, on CPUs, bit for bit on finite rows.
struct BitsAndBytesInt8: ScopeCoder {
  let bitsPerCode = 8
  let bitsPerScope = 32
  let roundCount = 1

  func gathered() -> Float { 0 }

  func gather(_ values: Span<Float>, round: Int, into gathered: inout Float) {
    gathered = values.largestMagnitude(atLeast: gathered)
  }

  func join(_ other: Float, round: Int, into gathered: inout Float) {
    gathered = max(gathered, other)
  }

  func close(round: Int, _ gathered: inout Float) {}

  func stored(_ scope: Float) -> UInt64 { UInt64(scope.bitPattern) }

  func scope(storedAs bits: UInt64) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: bits))
  }

  func encode(_ values: Span<Float>, under scope: Float, into codes: inout MutableSpan<UInt16>) {
    let factor = 1 / scope * 127
    for index in values.indices {
      let scaled = values[index] * factor
      // Beyond 2²² a float32 has no fraction: adding 1.5·2²³ rounds, ties to even.
      let sum = (scaled.magnitude <= 128 ? scaled : 0) + 0x1.8p23
      codes[index] = UInt16(truncatingIfNeeded: sum.bitPattern & 0xFF)
    }
  }

  func decode(_ codes: Span<UInt16>, under scope: Float, into values: inout MutableSpan<Float>) {
    for index in codes.indices {
      let code = Int8(bitPattern: UInt8(truncatingIfNeeded: codes[index]))
      values[index] = Float(code) * scope * 7.874015718698502e-3
    }
  }
}
