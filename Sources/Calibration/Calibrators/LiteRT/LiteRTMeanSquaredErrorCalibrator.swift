public import QuantizationEngine

/// A fixed multiple of the root mean square: no search.
///
///     S = 0.05408 · √mean(x²) at 8 bits,  0.37755 · √mean(x²) at 4 bits
///
/// The mean is exact and then rounded to float32. The tool adds float32 squares pairwise in the order
/// of the elements, so that the last digit may differ.
/// Of float16 values the squares are rounded to float16 first, where those of 256 and more are infinite, and so
/// are mean, root and scale. Of bfloat16 values NumPy adds in bfloat16, one after another, so that the sum stops
/// after 256 squares of one size: the order of the elements decides, and it is refused.
///
/// Where a float32 square overflows the tool's scale is infinite.
///
/// Edge cases: a tensor of zeros, and one whose float32 squares underflow, has scale 0.
///
/// Source: `mse.py` of ai-edge-quantizer 0.10.0.
public struct LiteRTMeanSquaredErrorCalibrator: ToolCalibrator {
  /// The calibrator.
  public init() {}

  /// `litert-mse`.
  public var name: String { "litert-mse" }

  /// What it computes.
  public var summary: String {
    "a fixed multiple of the root mean square, the best for a bell curve"
  }

  /// What it computes, at length.
  public var explanation: [String] {
    [
      "No search: the scale is a constant times the root mean square of the values.",
      "0.05408 at 8 bits, 0.37755 at 4 bits, found once by the tool's makers; other widths it lacks.",
      "So 8-bit codes reach 6.87 and 4-bit codes 2.64 root mean squares, whatever the largest value.",
      "Codes −127…127 at 8 bits, −8…7 at 4; half-even(x / scale).",
      "Source: ai-edge-quantizer 0.10.0, mse.py.",
    ]
  }

  /// ai-edge-quantizer's arithmetic, signed and symmetric.
  public var toolchain: any Toolchain { LiteRTToolchain() }

  /// Tensors and channels.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` for groups.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    guard case .perGroup = layout.granularity else { return }
    throw .notInRepertoire(tool: name, reason: "it has no groups, only whole tensors and channels")
  }

  /// From the scale times −2^(b−1) + 1 to the scale times 2^(b−1) − 1.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/notInRepertoire(tool:reason:)``, for
  ///   bfloat16 values too.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    ClippingRange(
      magnitude: try scale(for: distribution, scheme: scheme)
        * Float((1 << (scheme.bitWidth - 1)) - 1))
  }

  /// The range with the encoding of the scale.
  ///
  /// - Throws: as ``clippingRange(for:scheme:)``, and ``CalibrationError/noEncoding(_:)``.
  public func calibrated(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    let range = try clippingRange(for: distribution, scheme: scheme)
    return try LiteRTToolchain().block(
      range, scale: try scale(for: distribution, scheme: scheme), scheme: scheme)
  }

  private func scale(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> Float {
    guard distribution.count > 0 else { throw .noFiniteValues }
    try Repertoire(
      bitWidths: [4, 8], signedness: [.signed], symmetries: [.symmetric, .restrictedSymmetric]
    ).check(scheme, tool: name)
    let factor: Float = scheme.bitWidth == 8 ? 0.05408 : 0.37755
    guard scheme.valueType != .float16 else { return Self.halfScale(distribution, factor) }
    try scheme.requireFloat32(
      for: name,
      because: "NumPy adds the squares in that type, one after another, so that the order of the"
        + " elements decides")
    let mean = Float(distribution.moments.totalOfSquares / Double(distribution.count))
    return factor * mean.squareRoot()
  }

  /// The scale of float16 values: squares, mean, root and scale are float16, the sum is float32.
  private static func halfScale(_ distribution: any Distribution, _ factor: Float) -> Float {
    let half = ElementType.float16
    var sum = 0.0
    // There are 65,536 values at most, however many elements.
    var rank = 0
    while rank < distribution.count {
      let value = Float(distribution.value(atRank: rank))
      let end = max(distribution.ranks(belowRounding: [value.nextUp])[0], rank + 1)
      sum += Double(half.rounded(value * value)) * Double(end - rank)
      rank = end
    }
    let mean = half.rounded(Float(Double(Float(sum)) / Double(distribution.count)))
    return half.rounded(half.rounded(factor) * half.rounded(mean.squareRoot()))
  }
}
