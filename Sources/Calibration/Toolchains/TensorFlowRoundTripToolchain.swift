public import QuantizationEngine

/// The arithmetic of `tf.quantization.quantize_and_dequantize_v2`, which TensorFlow's TensorRT
/// converter reads.
///
///     s = min(quantMin / α, quantMax / β),  S = α / quantMin or β / quantMax, whichever decided
///     x̂ = half-even(clamp(x) · s) · S
///
/// in float32: codes lie about zero, and the end of the range that needs the larger scale decides.
/// Symmetric codes are −2^(b−1)…2^(b−1) − 1, restricted ones (`narrow_range`) leave the first out,
/// unsigned ones have zero at the bottom. `HALF_UP` is ⌊v + ½⌋.
///
/// Edge cases: of a range of 0…0, of denormal numbers, or without a bound that has the sign of a code,
/// everything becomes 0, which is a scale of 0 here.
///
/// Source: `quantize_and_dequantize_op.h` of TensorFlow 2.21.0.
public struct TensorFlowRoundTripToolchain: Toolchain {
  /// The toolchain.
  public init() {}

  /// `tf-qdq`.
  public var name: String { "tf-qdq" }

  /// Whose arithmetic it is.
  public var summary: String { "TensorFlow 2.21.0 quantize_and_dequantize_v2" }

  /// Multiply by an inverse made apart, half-even.
  public var arithmetic: QuantizationArithmetic {
    QuantizationArithmetic(scaling: .multiplyByInverse, precision: .ownInverse)
  }

  /// Half-even, or half-up.
  public func roundings(for scheme: Scheme) -> [RoundingMode] { [.halfEven, .halfUp] }

  /// There is no kernel for others than float32 and float64.
  public func failure(for scheme: Scheme) -> String? {
    guard let name = TensorFlowTypes.names[scheme.valueType] else { return nil }
    return "NotFoundError: no kernel of QuantizeAndDequantizeV4 for DT_\(name.uppercased())"
  }

  /// Codes about zero.
  public var repertoire: Repertoire { Repertoire(symmetries: [.symmetric, .restrictedSymmetric]) }

  /// The encoding of a range.
  ///
  /// - Throws: ``EncodingError/scaleNotPositive(_:)`` where a bound is not finite.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    let lower = Float(range.lower).withoutDenormals
    let upper = Float(range.upper).withoutDenormals
    let quantMin = scheme.signedness == .signed ? scheme.quantMin : 0
    let lowest = Float(quantMin)
    let highest = Float(scheme.quantMax)
    let fromLower = TensorFlowQuantizeToolchain.inverse(code: lowest, bound: lower)
    let fromUpper = TensorFlowQuantizeToolchain.inverse(code: highest, bound: upper)
    let scale = fromLower < fromUpper ? lower / lowest : upper / highest
    guard !(scale < .leastNormalMagnitude) else {
      return try AffineEncoding(
        orOfZeros: 0, zeroPoint: 0, quantMin: quantMin, quantMax: scheme.quantMax)
    }
    return try AffineEncoding(
      scale: scale, inverse: min(fromLower, fromUpper), zeroPoint: 0, quantMin: quantMin,
      quantMax: scheme.quantMax)
  }
}
