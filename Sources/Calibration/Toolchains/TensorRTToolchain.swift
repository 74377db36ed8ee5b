public import QuantizationEngine

/// NVIDIA's integer arithmetic, as pytorch-quantization and ModelOpt simulate it for TensorRT.
///
///     q = clamp(half-even(x · (b / amax)), −b, b),  x̂ = q / (b / amax),  b = 2^(bits − 1) − 1
///
/// in float32: the multiplier b / amax is rounded once, values are multiplied by it and codes are
/// divided by it. Codes are restricted whatever the scheme says, and there is no zero-point.
///
/// Float16 and bfloat16 values become float32 first; levels are rounded to their type in the end.
///
/// Edge cases: an amax of at most 2^−24 counts as zero, so that every value in range has code 0.
///
/// Source: `_tensor_quant` of nvidia-modelopt 0.47.0.
public struct TensorRTToolchain: Toolchain {
  /// The toolchain.
  public init() {}

  /// `tensorrt`.
  public var name: String { "tensorrt" }

  /// Whose arithmetic it is.
  public var summary: String { "TensorRT as NVIDIA ModelOpt 0.47.0 simulates it" }

  /// Multiply by the rounded inverse, half-even. (The inverse is what
  /// the tool keeps, so that it is rounded once.)
  public var arithmetic: QuantizationArithmetic {
    QuantizationArithmetic(scaling: .multiplyByInverse, precision: .storedInverse)
  }

  /// ``arithmetic`` with levels in the type of the values.
  public func arithmetic(for scheme: Scheme) -> QuantizationArithmetic {
    var typed = arithmetic
    typed.levelType = scheme.valueType
    return typed
  }

  /// Signed symmetric codes.
  public var repertoire: Repertoire {
    Repertoire(signedness: [.signed], symmetries: [.symmetric, .restrictedSymmetric])
  }

  /// The encoding with amax the larger magnitude of the two bounds.
  ///
  /// - Throws: ``EncodingError/scaleOverflows(_:in:)`` where amax is not finite in float32.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    let largest = Float(range.absoluteMaximum)
    guard largest.isFinite else { throw .scaleOverflows(range) }
    let bound = (1 << (scheme.bitWidth - 1)) - 1
    let multiplier = largest <= 0x1p-24 ? 1 : Float(bound) / largest
    return try AffineEncoding(
      wideScale: 1 / Double(multiplier), zeroPoint: 0, quantMin: -bound, quantMax: bound)
  }
}
