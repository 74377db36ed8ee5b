public import QuantizationEngine

/// Brevitas' integer quantizers with a float scale, in the type of the values.
///
///     S = max(threshold, 1e-10) / 2^(b−1), codes −2^(b−1)…2^(b−1) − 1, as for activations
///     S = max(threshold, 1e-10) / (2^(b−1) − 1), codes ±(2^(b−1) − 1), restricted, as for weights
///     q = clamp(half-even(x / S))
///
/// With float16 and bfloat16 values, in a model of that type, each operation is rounded to it, 1e-10 becomes
/// 0 in float16, and scales are stored in it.
///
/// Source: `Int8ActPerTensorFloat` and `IntScaling` of Brevitas 0.13.4.
public struct BrevitasToolchain: Toolchain {
  /// The toolchain.
  public init() {}

  /// `brevitas`.
  public var name: String { "brevitas" }

  /// Whose arithmetic it is.
  public var summary: String { "Brevitas 0.13.4, signed codes and a float scale" }

  /// Divide, half-even.
  public var arithmetic: QuantizationArithmetic { QuantizationArithmetic() }

  /// ``arithmetic`` in the type of the values.
  public func arithmetic(for scheme: Scheme) -> QuantizationArithmetic {
    var typed = arithmetic
    typed.operationType = scheme.valueType
    typed.levelType = scheme.valueType
    return typed
  }

  /// The type of the values.
  public func scaleType(for scheme: Scheme) -> ElementType { scheme.valueType }

  /// Signed symmetric codes.
  public var repertoire: Repertoire {
    Repertoire(signedness: [.signed], symmetries: [.symmetric, .restrictedSymmetric])
  }

  /// The encoding of a range.
  ///
  /// - Throws: ``EncodingError``.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    let type = scheme.valueType
    let threshold = max(type.rounded(Float(range.absoluteMaximum)), type.rounded(1e-10))
    return try AffineEncoding(
      scale: type.rounded(threshold / Float(-scheme.quantMin)), zeroPoint: 0,
      quantMin: scheme.quantMin, quantMax: scheme.quantMax)
  }
}
