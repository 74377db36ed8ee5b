internal import Glibc
public import QuantizationEngine

/// PPQ's arithmetic: float64 until the scale is stored as float32, with a floor of 1e-8.
///
///     asymmetric  S = max((β − α) / (quantMax − quantMin), 1e-8),  Z = half-even(−α / S)
///     symmetric   S = max(2 · max(|α|, |β|) / (quantMax − quantMin), 1e-8),  Z = 0
///     q = clamp(half-even(x / S) + Z)
///
/// with α and β widened to zero; so symmetric 8-bit scales are max |x| / 127.5. A power-of-two scale
/// is rounded up after the zero-point was computed, which keeps the zero-point of the other scale.
/// Its users choose among six roundings of values; the zero-point is always half-even.
///
/// Source: `minmax_to_scale_offset` of PPQ 0.6.6.
public struct PPQToolchain: Toolchain {
  /// Which scales there are.
  public enum ScaleGrid: String, Hashable, Sendable, CaseIterable {
    /// Any float32.
    case any
    /// Powers of two, as `POWER_OF_2` policies have them.
    case powersOfTwo
  }

  /// Which scales there are.
  public let scaleGrid: ScaleGrid

  /// The toolchain.
  public init(_ scaleGrid: ScaleGrid = .any) {
    self.scaleGrid = scaleGrid
  }

  /// The one in force for a scheme, or the plain one.
  static func inForce(for scheme: Scheme) -> PPQToolchain {
    let powers = PPQToolchain(.powersOfTwo)
    return scheme.rule.name == powers.name ? powers : PPQToolchain()
  }

  /// `ppq`, or `ppq-pow2` with power-of-two scales.
  public var name: String { scaleGrid == .any ? "ppq" : "ppq-pow2" }

  /// Whose arithmetic it is.
  public var summary: String {
    "PPQ 0.6.6" + (scaleGrid == .any ? "" : " with power-of-two scales")
  }

  /// Divide, half-even, add the zero-point.
  public var arithmetic: QuantizationArithmetic { QuantizationArithmetic() }

  /// ``arithmetic``; of a whole tensor each operation is rounded to the type of its values, for the one
  /// scale is a number to PyTorch and those of channels are a float32 tensor.
  public func arithmetic(for scheme: Scheme) -> QuantizationArithmetic {
    guard scheme.scope == .tensor else { return arithmetic }
    var typed = arithmetic
    typed.operationType = scheme.valueType
    typed.levelType = scheme.valueType
    return typed
  }

  /// Channels of bfloat16 values go through NumPy, which has no such type.
  public func failure(for scheme: Scheme) -> String? {
    scheme.scope == .channel && scheme.valueType == .bfloat16
      ? "TypeError: Got unsupported ScalarType BFloat16" : nil
  }

  /// The rounding policies; `ROUND_TO_NEAR_INT` is refused by PPQ itself.
  public func roundings(for scheme: Scheme) -> [RoundingMode] {
    [.halfEven, .halfUp, .halfDown, .halfTowardsZero, .halfAwayBySum, .up]
  }

  /// Asymmetric codes count from zero and symmetric ones lie about it: the formula has no zero-point
  /// for others.
  public var repertoire: Repertoire {
    Repertoire(signedness: [.unsigned], symmetries: [.asymmetric])
      + Repertoire(signedness: [.signed], symmetries: [.symmetric])
  }

  /// The encoding of a range.
  ///
  /// - Throws: ``EncodingError/scaleOverflows(_:in:)`` where the scale is not finite in float32.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    // Of a channel that is not all positive the lower end stays a float16, which PPQ does not round.
    if scheme.scope == .channel, scheme.valueType == .float16, scheme.symmetry == .asymmetric,
      range.lower <= 0
    {
      throw .ruleFails(
        rule: name, type: .float16,
        reason: "AssertionError: numerical round only takes effect on float number.")
    }
    let widened = range.widenedToZero
    let steps = Double(scheme.quantMax - scheme.quantMin)
    let width =
      scheme.symmetry == .asymmetric ? widened.width : 2 * widened.absoluteMaximum
    let scale = max(width / steps, 1e-8)
    guard scale.isFinite else { throw .scaleOverflows(range) }
    let zeroPoint =
      scheme.symmetry == .asymmetric
      ? scheme.quantMin + Int((-widened.lower / scale).rounded(.toNearestOrEven))
      : scheme.symmetricZeroPoint
    return try encoding(scale: scale, zeroPoint: zeroPoint, scheme: scheme)
  }

  /// The encoding of a float64 scale, which is rounded to its grid and to float32.
  ///
  /// - Throws: ``EncodingError/scaleNotPositive(_:)`` where it is not finite in float32.
  func encoding(
    scale: Double, zeroPoint: Int, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    let onGrid =
      switch scaleGrid {
      case .any: scale
      case .powersOfTwo: exp2(log2(scale).rounded(.up))
      }
    return try AffineEncoding(
      scale: Float(onGrid), zeroPoint: zeroPoint, quantMin: scheme.quantMin,
      quantMax: scheme.quantMax)
  }
}
