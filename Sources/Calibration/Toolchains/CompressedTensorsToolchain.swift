public import QuantizationEngine

/// The arithmetic of compressed-tensors, the format of vLLM and llm-compressor, in the type
/// of the values.
///
///     asymmetric  S = (β − α) / (2^b − 1),  Z = half-even(clamp(quantMin − α / S))
///     symmetric   S = max(|α|, |β|) / ((2^b − 1) / 2),  Z = 0
///     q = half-even(clamp(x / S + Z))
///
/// with α and β widened to zero. A scale of zero becomes 2^−23, with zero-point 0. With float16 and
/// bfloat16 values each operation is rounded to that type, scales are stored in it, levels are of it, and a
/// scale of zero becomes its ε, 2^−10 and 2^−7.
///
/// Source: `calculate_qparams` and `quantize` of compressed-tensors 0.20.0.
public struct CompressedTensorsToolchain: Toolchain {
  /// The toolchain.
  public init() {}

  /// `compressed-tensors`.
  public var name: String { "compressed-tensors" }

  /// Whose arithmetic it is.
  public var summary: String { "compressed-tensors 0.20.0, as vLLM loads it" }

  /// Divide, add the zero-point, half-even.
  public var arithmetic: QuantizationArithmetic {
    QuantizationArithmetic(zeroPointAddition: .beforeRounding)
  }

  /// ``arithmetic`` in the type of the values.
  public func arithmetic(for scheme: Scheme) -> QuantizationArithmetic {
    var typed = arithmetic
    typed.operationType = scheme.valueType
    typed.levelType = scheme.valueType
    return typed
  }

  /// The type of the values.
  public func scaleType(for scheme: Scheme) -> ElementType { scheme.valueType }

  /// Signed codes of up to 8 bits.
  public var repertoire: Repertoire {
    Repertoire(
      bitWidths: Array(2...8), signedness: [.signed], symmetries: [.asymmetric, .symmetric])
  }

  /// 8 bits, symmetric: the default of a `QuantizationArgs`.
  public var naturalScheme: Scheme {
    repertoire.scheme(like: .standard, symmetry: .symmetric) ?? .standard
  }

  /// The encoding of a range.
  ///
  /// - Throws: ``EncodingError/scaleOverflows(_:in:)`` where the width overflows the type.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    let type = scheme.valueType
    let lower = min(type.rounded(Float(range.lower)), 0)
    let upper = max(type.rounded(Float(range.upper)), 0)
    let steps = Float((1 << scheme.bitWidth) - 1)
    let scale = type.rounded(
      scheme.symmetry == .asymmetric
        ? type.rounded(upper - lower) / steps : max(-lower, upper) / (steps / 2))
    guard scale.isFinite else { throw .scaleOverflows(range, in: type) }
    let isFlat = scale == 0
    let place =
      scheme.symmetry == .asymmetric && !(isFlat && lower == 0)
      ? min(
        max(
          type.rounded(Float(scheme.quantMin) - type.rounded(lower / scale)),
          Float(scheme.quantMin)), Float(scheme.quantMax))
      : 0
    return try AffineEncoding(
      scale: isFlat ? type.ulpOfOne : scale, zeroPoint: Int(place.rounded(.toNearestOrEven)),
      quantMin: scheme.quantMin, quantMax: scheme.quantMax)
  }
}
