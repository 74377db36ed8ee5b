public import QuantizationEngine

/// Brevitas' integer quantizers with a float scale, in float32.
///
///     S = max(threshold, 1e-10) / 2^(b−1), codes −2^(b−1)…2^(b−1) − 1, as for activations
///     S = max(threshold, 1e-10) / (2^(b−1) − 1), codes ±(2^(b−1) − 1), restricted, as for weights
///     q = clamp(half-even(x / S))
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
    try AffineEncoding(
      scale: max(Float(range.absoluteMaximum), 1e-10) / Float(-scheme.quantMin), zeroPoint: 0,
      quantMin: scheme.quantMin, quantMax: scheme.quantMax)
  }
}
