import QuantizationEngine

/// Small floats under one scale, which takes the largest magnitude to the largest number.
///
///     s = max|x| / largest
///     code = cast(x / s)
///     x̂ = s · value(code)
///
/// | stored | bits |
/// | --- | --- |
/// | s, float32 | 32 a scope |
/// | the code | those of the type, a value |
///
/// All in float32; the maximum is over the finite values.
///
/// Edge cases:
/// - NaN and the infinities are cast as they are: to NaN where the type has one, to an infinity or
///   the largest number as the cast says; NaN is ±0 in a type without it.
/// - An s of 0, of zeros or because it underflows, becomes 1.
/// - A subnormal s has few digits, so that x / s may be beyond the largest number: E5M2 then has an
///   infinity, as in the tools.
///
/// Source: compressed-tensors 0.20.0 and torchao 0.18.0 per tensor and channel, DeepSeek-V3's
/// `weight_scale_inv` per tile; casts by PyTorch 2.13.0 and ml_dtypes 0.6.0.
struct ScaledFloatCoder: ScopeCoder {
  private let cast: SmallFloatCode
  /// The largest number of the type.
  private let largestNumber: Float
  /// How many bits a code takes.
  let bitsPerCode: Int

  /// - Precondition: `type` is a float of at most 8 bits with a sign.
  init(_ type: ElementType, as cast: SmallFloatCode.Cast) {
    guard let parts = SmallFloat(type), let code = SmallFloatCode(type, as: cast) else {
      preconditionFailure("a scaled float is small, and has a sign")
    }
    self.cast = code
    largestNumber = code.value(of: parts.largestPattern)
    bitsPerCode = type.bitCount
  }

  /// What is known of a scope.
  struct Gathered: LargestMagnitudeScope {
    var largest: Float = 0
    /// s.
    var scale: Float = 1
  }

  var bitsPerScope: Int { 32 }
  var roundCount: Int { 1 }

  func close(round: Int, _ gathered: inout Gathered) {
    let scale = gathered.largest / largestNumber
    gathered.scale = scale > 0 ? scale : 1
  }

  func stored(_ scope: Gathered) -> UInt64 { UInt64(scope.scale.bitPattern) }

  func scope(storedAs bits: UInt64) -> Gathered {
    Gathered(scale: Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
  }

  func encode(_ values: Span<Float>, under scope: Gathered, into codes: inout MutableSpan<UInt16>) {
    let scale = scope.scale
    let cast = cast
    for index in values.indices { codes[index] = cast.code(of: values[index] / scale) }
  }

  func decode(_ codes: Span<UInt16>, under scope: Gathered, into values: inout MutableSpan<Float>) {
    let scale = scope.scale
    let cast = cast
    for index in codes.indices { values[index] = cast.value(of: codes[index]) * scale }
  }
}
