public import QuantizationEngine

/// The arithmetic of ai-edge-quantizer, which makes LiteRT models, in float32 throughout.
///
///     asymmetric  S = max(β − α, 1e-9) / (quantMax − quantMin),  Z = half-even(quantMin − α / S)
///     symmetric   S = max(|α|, |β|, 1e-9) / (2^(b−1) − 1),       Z = 0
///     q = clamp(half-even(x / S + Z))
///
/// with α and β widened to zero. The zero-point is added *before* rounding. Symmetric codes leave
/// the most negative one out from 8 bits up, and have it below.
///
/// The scale of a group is cut to the digits of a bfloat16 and then stored as a float16: one below
/// 2⁻²⁵ becomes 0. ``LiteRTFormula`` says what is computed in the type of the values.
///
/// Source: `uniform_quantize_tensor.py` of ai-edge-quantizer 0.10.0.
public struct LiteRTToolchain: Toolchain {
  /// The toolchain.
  public init() {}

  /// `litert`.
  public var name: String { "litert" }

  /// Whose arithmetic it is.
  public var summary: String { "LiteRT as ai-edge-quantizer 0.10.0 quantizes for it" }

  /// Divide, add the zero-point, half-even.
  public var arithmetic: QuantizationArithmetic {
    QuantizationArithmetic(zeroPointAddition: .beforeRounding)
  }

  /// ``arithmetic``; of float16 tensors and channels in float16.
  public func arithmetic(for scheme: Scheme) -> QuantizationArithmetic {
    guard scheme.valueType == .float16, scheme.scope != .group else { return arithmetic }
    var typed = arithmetic
    typed.operationType = .float16
    typed.levelType = .float16
    return typed
  }

  /// Float16 for groups.
  public func scaleType(for scheme: Scheme) -> ElementType {
    scheme.scope == .group ? .float16 : .float32
  }

  /// Everything; unsigned symmetric codes are refused from 8 bits up.
  public var repertoire: Repertoire { Repertoire() }

  /// The encoding of a range.
  ///
  /// - Throws: ``EncodingError/scaleOverflows(_:in:)`` where the width overflows float32.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    let formula = LiteRTFormula(scheme)
    guard scheme.symmetry == .asymmetric else {
      return try symmetricEncoding(
        scale: formula.symmetricScale(Float(range.absoluteMaximum)), scheme: scheme)
    }
    let found = formula.asymmetric(
      lower: min(Float(range.lower), 0), upper: max(Float(range.upper), 0))
    guard found.scale.isFinite else { throw .scaleOverflows(range) }
    return try AffineEncoding(
      orOfZeros: found.scale, zeroPoint: found.zeroPoint, quantMin: scheme.quantMin,
      quantMax: scheme.quantMax)
  }

  /// The encoding with codes about zero.
  func symmetricEncoding(
    scale: Float, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    let half = (1 << (scheme.bitWidth - 1)) - 1
    let isNarrow = scheme.bitWidth >= 8 || scheme.symmetry == .restrictedSymmetric
    let zeroPoint = scheme.signedness == .signed ? 0 : half + 1
    return try AffineEncoding(
      orOfZeros: scale, zeroPoint: zeroPoint, quantMin: zeroPoint - half - (isNarrow ? 0 : 1),
      quantMax: zeroPoint + half)
  }

  /// A range with the symmetric encoding of a scale, which is 0 where the threshold is: octav and mse
  /// have no floor.
  ///
  /// - Throws: ``CalibrationError/noEncoding(_:)``.
  func block(
    _ range: ClippingRange, scale: Float, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    do {
      return CalibratedBlock(
        range: range,
        quantizer: AffineQuantizer(
          encoding: try symmetricEncoding(scale: scale, scheme: scheme),
          arithmetic: arithmetic(for: scheme)))
    } catch {
      throw .noEncoding(error)
    }
  }
}
