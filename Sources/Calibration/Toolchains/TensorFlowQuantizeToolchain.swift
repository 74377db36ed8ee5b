public import QuantizationEngine

/// The arithmetic of `tf.quantization.quantize`, as in TensorFlow's own quantized graphs.
///
///     asymmetric  `MIN_FIRST`  s = (quantMax − quantMin) / (β − α),  Z = quantMin − half-away(α · s)
///     symmetric   `SCALED`     s = min(quantMin / α, quantMax / β),  Z = 0
///     q = clamp(half-away(x · s) + Z)
///
/// in float32, with α and β widened to zero and β at least α + max(1, |α|, |β|) / 100. Unsigned
/// symmetric codes have zero at the bottom, so that negative values are clipped to it. `SCALED` can also
/// round half to even. The third mode, `MIN_COMBINED`, has no code for zero and is not here.
///
/// Levels of `MIN_FIRST` are sums of two rounded products, those of `SCALED` S · q. For `MIN_FIRST` the
/// tool's `dequantize` rounds α / S anew, and is a step off where that falls on another side of a half
/// than α · s, such as for −1…1; not so here. oneDNN, where TensorFlow uses it, has codes of its own for
/// `MIN_FIRST` in eight bits.
///
/// Source: `quantize_op.cc`, `dequantize_op.cc` and `quantization_utils.h` of TensorFlow 2.21.0.
public struct TensorFlowQuantizeToolchain: Toolchain {
  /// The toolchain.
  public init() {}

  /// `tf-quantize`.
  public var name: String { "tf-quantize" }

  /// Whose arithmetic it is.
  public var summary: String { "TensorFlow 2.21.0 tf.quantization.quantize, MIN_FIRST or SCALED" }

  /// Multiply by an inverse made apart, half away from zero, add the zero-point.
  public var arithmetic: QuantizationArithmetic {
    QuantizationArithmetic(
      rounding: .halfAway, scaling: .multiplyByInverse, precision: .ownInverse,
      levels: .sumOfProducts)
  }

  /// Half to even too where the scheme is symmetric.
  public func roundings(for scheme: Scheme) -> [RoundingMode] {
    scheme.symmetry == .asymmetric ? [.halfAway] : [.halfAway, .halfEven]
  }

  /// The op takes float32 alone.
  public func failure(for scheme: Scheme) -> String? {
    TensorFlowTypes.failure(of: "QuantizeV2", on: scheme.valueType)
  }

  /// 8 and 16 bits.
  public var repertoire: Repertoire { Repertoire(bitWidths: [8, 16]) }

  /// The encoding of a range.
  ///
  /// - Throws: ``EncodingError/scaleOverflows(_:in:)`` where the width overflows float32, or the lowest level
  ///   does by its rounding, so that the tool's dequantized values are infinite or no numbers.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    let bounds = Self.bounds(of: range)
    let lowest = Float(scheme.quantMin)
    let highest = Float(scheme.quantMax)
    guard scheme.symmetry == .asymmetric else {
      let inverse = min(
        Self.inverse(code: lowest, bound: bounds.lower),
        Self.inverse(code: highest, bound: bounds.upper))
      let upper = highest / inverse / highest
      let scale = scheme.signedness == .signed ? max(lowest / inverse / lowest, upper) : upper
      return try AffineEncoding(
        scale: scale, inverse: inverse, zeroPoint: 0, quantMin: scheme.quantMin,
        quantMax: scheme.quantMax)
    }
    let width = bounds.upper - bounds.lower
    guard width.isFinite else { throw .scaleOverflows(range) }
    let inverse = (highest - lowest) / width
    let zeroPoint = lowest - (bounds.lower * inverse).rounded(.toNearestOrAwayFromZero)
    let encoding = try AffineEncoding(
      scale: width / (highest - lowest), inverse: inverse, zeroPoint: Int(zeroPoint),
      quantMin: scheme.quantMin, quantMax: scheme.quantMax)
    guard encoding.dequantize(scheme.quantMin).isFinite else { throw .scaleOverflows(range) }
    return encoding
  }

  /// The range that is quantized: widened to zero, and of a least width.
  static func bounds(of range: ClippingRange) -> (lower: Float, upper: Float) {
    let asked = (
      lower: Float(range.lower).withoutDenormals, upper: Float(range.upper).withoutDenormals
    )
    let lower = min(asked.lower, 0)
    let least = max(1, max(asked.lower.magnitude, asked.upper.magnitude)) * 0.01
    return (lower, max(max(asked.upper, lower + least), 0))
  }

  /// The inverse scale that takes a bound to a code; the largest float32 where they differ in sign.
  static func inverse(code: Float, bound: Float) -> Float {
    code * bound > 0 ? code / bound : .greatestFiniteMagnitude
  }
}
