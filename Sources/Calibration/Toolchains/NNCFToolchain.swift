public import QuantizationEngine

/// NNCF's ranges for OpenVINO's FakeQuantize, in float32.
///
///     symmetric   h = max(max |x|, 8e-5),  l = −h · 2^b / (2^b − 2),  codes −2^(b−1)…2^(b−1) − 1
///     restricted  the same h,  l = −h,  codes without the lowest, as NNCF gives weights on CPUs
///     asymmetric  α, β widened to zero (and by 8e-4 each where β − α ≤ 8e-4), then *one* end moved
///                 outwards so that zero lies on a level
///     S = (h − l) / (quantMax − quantMin),  Z = quantMin − half-even(l / S)
///
/// so that, unlike nudging, no end is ever cut. A scale below 2^−23 becomes 2^−23. Codes are those of
/// OpenVINO's FakeQuantize, the steps from the lowest level:
///
///     i = (quantMax − quantMin) / (h − l)
///     q = half-even(x · i + (−l · i)) + quantMin
///
/// where −l · i comes out in float32 an ulp or two from the whole number Z − quantMin: a value next to
/// a tie may have the neighbouring code for it.
///
/// Edge cases: where l is less than half a step below zero NNCF leaves it as it is: zero is then no
/// level in OpenVINO, which has all levels lower by that much.
///
/// Source: `nncf/quantization/fake_quantize.py` of NNCF 3.4.0; the CPU plugin of OpenVINO 2026.4.1,
/// asked at and next to the ties of all codes.
public struct NNCFToolchain: Toolchain {
  /// The toolchain.
  public init() {}

  /// `nncf`.
  public var name: String { "nncf" }

  /// Whose arithmetic it is.
  public var summary: String { "NNCF 3.4.0, with the codes of OpenVINO's FakeQuantize" }

  /// Multiply by the inverse, rounded once, count from the lowest code, half-even.
  public var arithmetic: QuantizationArithmetic {
    QuantizationArithmetic(
      scaling: .multiplyByInverse, zeroPointAddition: .fromLowestCode, precision: .ownInverse)
  }

  /// Codes of up to 8 bits; symmetric ones are signed, with or without the lowest.
  public var repertoire: Repertoire {
    Repertoire(bitWidths: Array(2...8), symmetries: [.asymmetric])
      + Repertoire(
        bitWidths: Array(2...8), signedness: [.signed],
        symmetries: [.symmetric, .restrictedSymmetric])
  }

  /// The encoding of a range.
  ///
  /// - Throws: ``EncodingError/scaleOverflows(_:in:)`` where float32 cannot hold it.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    let steps = Float(scheme.quantMax - scheme.quantMin)
    let ends: (lower: Float, upper: Float) =
      scheme.symmetry == .asymmetric
      ? Self.tuned(lower: Float(range.lower), upper: Float(range.upper), steps: steps)
      : Self.symmetric(largest: Float(range.absoluteMaximum), scheme: scheme)
    let width = Double(ends.upper - ends.lower) / Double(steps)
    guard width.isFinite else { throw .scaleOverflows(range) }
    // In float64 both it and its inverse round to what a float32 division of the ends gives.
    let wideScale = max(width, 0x1p-23)
    let scale = Float(wideScale)
    let zeroPoint =
      Double(scheme.quantMin) - Double((ends.lower / scale).rounded(.toNearestOrEven))
    let clamped = min(max(zeroPoint, Double(scheme.quantMin)), Double(scheme.quantMax))
    return try AffineEncoding(
      wideScale: wideScale, shift: -ends.lower * (steps / (ends.upper - ends.lower)),
      zeroPoint: Int(clamped), quantMin: scheme.quantMin, quantMax: scheme.quantMax)
  }

  /// The least magnitude that a symmetric range ends at.
  static let least: Float = 8e-5

  /// The ends of a symmetric range.
  static func symmetric(largest: Float, scheme: Scheme) -> (lower: Float, upper: Float) {
    let upper = max(largest, least)
    guard scheme.symmetry == .symmetric else { return (-upper, upper) }
    let levels = Double(1 << scheme.bitWidth)
    return (-upper * Float(levels / (levels - 2)), upper)
  }

  /// The ends of an asymmetric range, one of them moved so that zero lies on a level.
  static func tuned(lower: Float, upper: Float, steps: Float) -> (lower: Float, upper: Float) {
    let padding: Float = upper - lower > 8e-4 ? 0 : 8e-4
    let lower = min(lower - padding, 0)
    let upper = max(upper + padding, 0)
    let place = (-lower * (steps / (upper - lower))).rounded(.toNearestOrEven)
    let movedLower = place < steps ? place / (place - steps) * upper : lower
    let movedUpper = place > 0 ? (place - steps) / place * lower : upper
    return upper - movedLower > movedUpper - lower ? (movedLower, upper) : (lower, movedUpper)
  }
}
