import QuantizationEngine

/// ModelOpt's fake quantization to E4M3: multiplied by a scale, and by the inverse of that.
///
///     r = (1 / max|x|) · 448
///     code = E4M3(x · r, clamped to ±448)
///     x̂ = value(code) · (1 / r)
///
/// 1 / r is stored as float32, 32 bits a scope, and codes of 8 bits; all in float32. Beside
/// ``ScaledFloatCoder`` the last bits of a value may differ.
///
/// Edge cases:
/// - max|x| up to 2^−24 is taken for 1, so that all of them become 0.
/// - NaN stays NaN; the infinities are clamped. None of them counts for the maximum.
///
/// Source: nvidia-modelopt 0.47.0, `tensor_quant.py`, `_fp8_eager`.
struct ModelOptFloat8Coder: ScopeCoder {
  private let cast: SmallFloatCode

  init() {
    guard let cast = SmallFloatCode(.float8E4M3FN, as: .torch) else {
      preconditionFailure("E4M3 is a small float")
    }
    self.cast = cast
  }

  /// What is known of a scope.
  struct Gathered: LargestMagnitudeScope {
    var largest: Float = 0
    /// r.
    var multiplier: Float = 448
    /// 1 / r.
    var scale: Float = 1 / 448
  }

  var bitsPerCode: Int { 8 }
  var bitsPerScope: Int { 32 }
  var roundCount: Int { 1 }

  func close(round: Int, _ gathered: inout Gathered) {
    // PyTorch divides a number by a tensor so.
    gathered.multiplier = 1 / (gathered.largest <= 0x1p-24 ? 1 : gathered.largest) * 448
    gathered.scale = 1 / gathered.multiplier
  }

  func stored(_ scope: Gathered) -> UInt64 { UInt64(scope.scale.bitPattern) }

  func scope(storedAs bits: UInt64) -> Gathered {
    Gathered(scale: Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
  }

  func encode(_ values: Span<Float>, under scope: Gathered, into codes: inout MutableSpan<UInt16>) {
    let multiplier = scope.multiplier
    let cast = cast
    // The cast saturates at ±448 by itself.
    for index in values.indices { codes[index] = cast.code(of: values[index] * multiplier) }
  }

  func decode(_ codes: Span<UInt16>, under scope: Gathered, into values: inout MutableSpan<Float>) {
    let scale = scope.scale
    let cast = cast
    for index in codes.indices { values[index] = cast.value(of: codes[index]) * scale }
  }
}
