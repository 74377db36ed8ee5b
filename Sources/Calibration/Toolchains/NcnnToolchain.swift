public import QuantizationEngine

/// ncnn's int8 arithmetic: values times an inverse scale, half away from zero.
///
///     q = clamp(half-away(x · (b / threshold)), −b, b),  b = 127, or 31 with 6 bits
///
/// in float32; the multiplier, which is what ncnn stores, is rounded once.
///
/// Float16 and bfloat16 values are converted to float32 first, and all is as of those: ncnn reads float16 weights
/// as float32, its blobs are float32 while it makes a table, and it has no bfloat16 in files.
///
/// Edge cases: of a threshold of zero, or of a denormal one, the multiplier is infinite, which is a scale
/// of 0 here: every level is 0.
///
/// Source: `ncnn2table.cpp`, `modelbin.cpp` and `float2int8` of ncnn.
public struct NcnnToolchain: Toolchain {
  /// The toolchain.
  public init() {}

  /// `ncnn`.
  public var name: String { "ncnn" }

  /// Whose arithmetic it is.
  public var summary: String { "ncnn (July 2026), signed codes about zero" }

  /// Multiply by the inverse, half away from zero.
  public var arithmetic: QuantizationArithmetic {
    QuantizationArithmetic(
      rounding: .halfAway, scaling: .multiplyByInverse, precision: .storedInverse)
  }

  /// 8 bits, and 6 for the weights of some convolutions.
  public var repertoire: Repertoire {
    Repertoire(
      bitWidths: [6, 8], signedness: [.signed], symmetries: [.symmetric, .restrictedSymmetric])
  }

  /// The encoding with the threshold the larger magnitude of the two bounds.
  ///
  /// - Throws: ``EncodingError/scaleOverflows(_:in:)`` where the threshold is not finite.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    let threshold = Float(range.absoluteMaximum)
    guard threshold.isFinite else { throw .scaleOverflows(range) }
    let bound = (1 << (scheme.bitWidth - 1)) - 1
    let multiplier = Float(bound) / threshold
    guard multiplier.isFinite else {
      return try AffineEncoding(orOfZeros: 0, zeroPoint: 0, quantMin: -bound, quantMax: bound)
    }
    return try AffineEncoding(
      wideScale: 1 / Double(multiplier), zeroPoint: 0, quantMin: -bound, quantMax: bound)
  }
}
