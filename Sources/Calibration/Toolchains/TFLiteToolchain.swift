public import QuantizationEngine

/// The arithmetic of TensorFlow Lite's runtime: a float64 scale and a nudged zero-point.
///
///     asymmetric  S = (β − α) / (quantMax − quantMin) in float64, α and β widened to zero
///     symmetric   S = max(|α|, |β|) / (2^(b−1) − 1), codes −127…127 at 8 bits
///     q = clamp(half-even(x · (1 / S)) + Z)
///
/// The zero-point is computed from whichever end loses less precision, clamped to the codes, and
/// rounded half away from zero. (XNNPACK's kernels round codes half to even.)
///
/// Edge cases: a range of 0…0 has scale 0 and zero-point 0, and all its codes are 0. There is no floor,
/// so that a denormal range has a denormal scale, or 0.
///
/// Source: `tflite::ChooseQuantizationParams` of TensorFlow 2.21.0, `SymmetricPerChannelQuantization`
/// for the restricted codes, and LiteRT's QUANTIZE with its default delegate.
public struct TFLiteToolchain: Toolchain {
  /// The toolchain.
  public init() {}

  /// `tflite`.
  public var name: String { "tflite" }

  /// Whose arithmetic it is.
  public var summary: String { "TensorFlow Lite 2.21.0, activations nudged, weights restricted" }

  /// Multiply by the inverse, half-even, add the zero-point.
  public var arithmetic: QuantizationArithmetic {
    QuantizationArithmetic(scaling: .multiplyByInverse)
  }

  /// 8 and 16 bits; symmetric codes are signed.
  public var repertoire: Repertoire { Repertoire(bitWidths: [8, 16]) }

  /// The encoding of a range.
  ///
  /// - Throws: ``EncodingError/scaleNotPositive(_:)`` where the scale is infinite.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    guard scheme.symmetry == .asymmetric else {
      let half = (1 << (scheme.bitWidth - 1)) - 1
      let middle = scheme.signedness == .signed ? 0 : half + 1
      return try AffineEncoding(
        orOfZeros: Float(range.absoluteMaximum) / Float(half), zeroPoint: middle,
        quantMin: middle - half, quantMax: middle + half)
    }
    let chosen = Self.nudged(
      lower: range.lower, upper: range.upper, quantMin: scheme.quantMin,
      quantMax: scheme.quantMax)
    return try AffineEncoding(
      orOfZeros: Float(chosen.scale), zeroPoint: chosen.zeroPoint, quantMin: scheme.quantMin,
      quantMax: scheme.quantMax)
  }

  /// The scale and the zero-point of a range, which is widened to zero.
  ///
  /// Edge cases: a scale of 0 or infinity, which nothing can be quantized with, has a zero-point of 0
  /// here; the tool converts what is no number to an integer, which may give anything.
  static func nudged(
    lower: Double, upper: Double, quantMin: Int, quantMax: Int
  ) -> (scale: Double, zeroPoint: Int) {
    let lower = min(lower, 0)
    let upper = max(upper, 0)
    guard lower < upper else { return (0, 0) }
    let lowest = Double(quantMin)
    let highest = Double(quantMax)
    let scale = (upper - lower) / (highest - lowest)
    guard scale > 0, scale.isFinite else { return (scale, 0) }
    let fromLower = lowest - lower / scale
    let fromUpper = highest - upper / scale
    let lowerError = abs(lowest) + abs(lower / scale)
    let upperError = abs(highest) + abs(upper / scale)
    let place = lowerError < upperError ? fromLower : fromUpper
    let nudged =
      place < lowest ? lowest : place > highest ? highest : place.rounded(.toNearestOrAwayFromZero)
    return (scale, Int(nudged))
  }
}
