extension Scheme {
  /// The encoding that covers a clipping range with the codes of this scheme, by its rule.
  ///
  /// - Throws: what ``rule`` throws where the range has no encoding.
  public func encoding(for range: ClippingRange) throws(EncodingError) -> AffineEncoding {
    // qviz's own rule, called as itself, costs a third: a pass asks for millions of encodings.
    try rule.isStandard ? standardEncoding(for: range) : rule.encoding(range, self)
  }

  /// The encoding by qviz's own rule, ``EncodingRule/standard``.
  ///
  /// Asymmetric, in float64, the scale rounded to float32 at the end:
  ///
  ///     α = min(lower, 0),  β = max(upper, 0)                                         (3)
  ///     S = (β − α) / (quantMax − quantMin)                                           (4)
  ///     Z = half-even(quantMin − α / S), clamped to the codes                         (5)
  ///
  /// Symmetric, plain and restricted:
  ///
  ///     S = max(|lower|, |upper|) / positive codes,  Z = the middle code              (7)
  ///
  /// where the positive codes number 2^(b−1) − 1, or n − 1 − ⌊n/2⌋ with n levels.
  ///
  /// Edge cases:
  /// - An S below the smallest normal float32 becomes 1 with Z = 0 (the lowest code where 0 is none):
  ///   the zero-width range has a defined encoding, which represents zero exactly.
  /// - A range that does not contain zero is widened, not shifted.
  ///
  /// Postconditions:
  /// 1. `dequantize(zeroPoint) == 0` exactly.
  /// 2. `quantMin ≤ zeroPoint ≤ quantMax`.
  /// 3. Each bound of the representable range is within half a step of the widened bound asked for.
  ///
  /// - Throws: ``EncodingError/rangeNotFinite(_:)``, ``EncodingError/rangeReversed(_:)``,
  ///   ``EncodingError/scaleOverflows(_:in:)``.
  ///
  /// Source: ONNX Runtime `quant_utils.compute_scale_zp`; for symmetric schemes it also keeps
  /// −2^(b−1) as a code, where ONNX Runtime's 8-bit range leaves it out.
  func standardEncoding(for range: ClippingRange) throws(EncodingError) -> AffineEncoding {
    guard range.lower.isFinite, range.upper.isFinite else { throw .rangeNotFinite(range) }
    guard range.lower <= range.upper else { throw .rangeReversed(range) }
    let (quantMin, quantMax) = (quantMin, quantMax)
    let widened = range.widenedToZero
    let scale: Double =
      switch symmetry {
      case .asymmetric:
        widened.width / Double(quantMax - quantMin)
      case .symmetric, .restrictedSymmetric:
        range.absoluteMaximum / Double(levelCount - 1 - levelCount / 2)
      }
    guard Float(scale).isFinite else { throw .scaleOverflows(range) }
    guard scale >= Double(Float.leastNormalMagnitude) else {
      return try AffineEncoding(
        scale: 1, zeroPoint: max(0, quantMin), quantMin: quantMin, quantMax: quantMax)
    }
    let zeroPoint: Int =
      switch symmetry {
      case .asymmetric:
        min(
          max(Int((Double(quantMin) - widened.lower / scale).rounded(.toNearestOrEven)), quantMin),
          quantMax)
      case .symmetric, .restrictedSymmetric: symmetricZeroPoint
      }
    return try AffineEncoding(
      scale: Float(scale), zeroPoint: zeroPoint, quantMin: quantMin, quantMax: quantMax)
  }
}
