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

  /// Everything; unsigned symmetric codes are refused from 8 bits up.
  public var repertoire: Repertoire { Repertoire() }

  /// The encoding of a range.
  ///
  /// - Throws: ``EncodingError/scaleOverflows(_:)`` where the width overflows float32.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    let lower = Float(range.lower)
    let upper = Float(range.upper)
    let steps = Float((1 << scheme.bitWidth) - 1)
    guard scheme.symmetry == .asymmetric else {
      return try symmetricEncoding(
        scale: Float(range.absoluteMaximum), divisor: .positiveCodes, scheme: scheme)
    }
    let least = min(lower, 0)
    let width = max(max(upper, 0) - least, 1e-9)
    guard width.isFinite else { throw .scaleOverflows(range) }
    let scale = width / steps
    let zeroPoint = (Float(scheme.quantMin) - least / scale).rounded(.toNearestOrEven)
    return try AffineEncoding(
      scale: scale, zeroPoint: Int(zeroPoint), quantMin: scheme.quantMin,
      quantMax: scheme.quantMax)
  }

  /// What a symmetric encoding's number is.
  enum Divisor {
    /// A largest magnitude, to be divided by the positive codes.
    case positiveCodes
    /// The scale itself.
    case one
  }

  /// The encoding with codes about zero.
  func symmetricEncoding(
    scale number: Float, divisor: Divisor, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    let half = (1 << (scheme.bitWidth - 1)) - 1
    let isNarrow = scheme.bitWidth >= 8 || scheme.symmetry == .restrictedSymmetric
    let scale =
      switch divisor {
      case .positiveCodes: max(number, 1e-9) / Float(half)
      case .one: number
      }
    let zeroPoint = scheme.signedness == .signed ? 0 : half + 1
    return try AffineEncoding(
      scale: scale, zeroPoint: zeroPoint, quantMin: zeroPoint - half - (isNarrow ? 0 : 1),
      quantMax: zeroPoint + half)
  }

  /// A range with the symmetric encoding of a scale.
  ///
  /// - Throws: ``CalibrationError/noEncoding(_:)``.
  func block(
    _ range: ClippingRange, scale: Float, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    do {
      return CalibratedBlock(
        range: range,
        quantizer: AffineQuantizer(
          encoding: try symmetricEncoding(scale: scale, divisor: .one, scheme: scheme),
          arithmetic: arithmetic))
    } catch {
      throw .noEncoding(error)
    }
  }
}
