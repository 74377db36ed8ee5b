/// A scale and a zero-point with the codes they apply to.
///
///     r = scale · (q − zeroPoint)                                                  (1)
///
/// Invariants: `scale` is finite and positive, or 0 where a tool's is
/// (``init(orOfZeros:zeroPoint:quantMin:quantMax:)``);
/// `quantMin ≤ zeroPoint ≤ quantMax`; there are from 2 to 65 536 codes. So zero is exactly
/// representable.
public struct AffineEncoding: Hashable, Sendable {
  /// The distance between neighbouring levels, a float32 as in the tools; 0 where all of them are 0.
  public private(set) var scale: Float
  /// How much more a tool adds to a value's steps than the whole number of codes below the zero-point, where
  /// it makes of its range in float32 what it adds; else 0.
  public private(set) var shiftRemainder: Float = 0
  /// The scale before it was rounded to float32, where the tool writes a float64, or before it was to the
  /// type of the values (``applied(in:)``), or the inverse of the inverse that it keeps; else the same number.
  public private(set) var wideScale: Double
  /// The code of the real zero.
  public let zeroPoint: Int
  /// The most negative code.
  public let quantMin: Int
  /// The most positive code.
  public let quantMax: Int

  /// An encoding from its four numbers.
  ///
  /// - Throws: ``EncodingError/scaleNotPositive(_:)``, ``EncodingError/codesOutOfRange(quantMin:quantMax:)``,
  ///   ``EncodingError/zeroPointOutOfRange(_:quantMin:quantMax:)``.
  public init(scale: Float, zeroPoint: Int, quantMin: Int, quantMax: Int) throws(EncodingError) {
    try self.init(
      scale: scale, wideScale: Double(scale), zeroPoint: zeroPoint, quantMin: quantMin,
      quantMax: quantMax)
  }

  /// An encoding whose scale is a float64, as AIMET's is; ``scale`` is its float32 rounding.
  ///
  /// - Throws: as ``init(scale:zeroPoint:quantMin:quantMax:)``.
  public init(
    wideScale: Double, zeroPoint: Int, quantMin: Int, quantMax: Int
  ) throws(EncodingError) {
    try self.init(
      scale: Float(wideScale), wideScale: wideScale, zeroPoint: zeroPoint, quantMin: quantMin,
      quantMax: quantMax)
  }

  /// An encoding whose tool makes the inverse of the scale apart from it, from the same range.
  ///
  /// ``wideScale`` is then 1 / `inverse`, so that its own inverse is `inverse` exactly.
  ///
  /// - Throws: as ``init(scale:zeroPoint:quantMin:quantMax:)``.
  public init(
    scale: Float, inverse: Float, zeroPoint: Int, quantMin: Int, quantMax: Int
  ) throws(EncodingError) {
    try self.init(
      scale: scale, wideScale: 1 / Double(inverse), zeroPoint: zeroPoint, quantMin: quantMin,
      quantMax: quantMax)
  }

  /// An encoding whose tool adds a number of steps to a value's that it makes of the range apart from the
  /// zero-point, as OpenVINO does: `shift` for the codes from `quantMin`, about zeroPoint − quantMin.
  ///
  /// - Throws: as ``init(scale:zeroPoint:quantMin:quantMax:)``.
  public init(
    wideScale: Double, shift: Float, zeroPoint: Int, quantMin: Int, quantMax: Int
  ) throws(EncodingError) {
    try self.init(
      wideScale: wideScale, zeroPoint: zeroPoint, quantMin: quantMin, quantMax: quantMax)
    // The two are so near to each other that their difference is exact.
    shiftRemainder = shift - Float(zeroPoint - quantMin)
  }

  /// An encoding by a tool whose scale may be 0, as TensorFlow Lite writes for a channel that was pruned.
  ///
  /// With a scale of 0 every level is 0. Zero has the code of the zero-point; what is not zero is
  /// infinitely many steps away from it, and saturates.
  ///
  /// - Throws: as ``init(scale:zeroPoint:quantMin:quantMax:)``, but that a scale of 0 is one.
  public init(
    orOfZeros scale: Float, zeroPoint: Int, quantMin: Int, quantMax: Int
  ) throws(EncodingError) {
    try self.init(
      scale: scale == 0 ? 1 : scale, zeroPoint: zeroPoint, quantMin: quantMin, quantMax: quantMax)
    guard scale == 0 else { return }
    self.scale = 0
    wideScale = 0
  }

  /// Whether every level is 0: the scale is.
  @inlinable
  public var isOfZeros: Bool { scale == 0 }

  private init(
    scale: Float, wideScale: Double, zeroPoint: Int, quantMin: Int, quantMax: Int
  ) throws(EncodingError) {
    guard scale > 0, scale.isFinite else { throw .scaleNotPositive(scale) }
    let (distance, overflow) = quantMax.subtractingReportingOverflow(quantMin)
    guard !overflow, (1...65535).contains(distance) else {
      throw .codesOutOfRange(quantMin: quantMin, quantMax: quantMax)
    }
    guard (quantMin...quantMax).contains(zeroPoint) else {
      throw .zeroPointOutOfRange(zeroPoint, quantMin: quantMin, quantMax: quantMax)
    }
    self.scale = scale
    self.wideScale = wideScale
    self.zeroPoint = zeroPoint
    self.quantMin = quantMin
    self.quantMax = quantMax
  }

  /// The level of a code, by equation (1) in float32.
  ///
  /// Edge cases: the product may overflow to infinity where the range comes within half a step of
  /// the largest float32, as it does in the tools.
  @inlinable
  public func dequantize(_ code: Int) -> Float {
    // A scale of 0 makes −0 of codes below the zero-point.
    scale * Float(code - zeroPoint) + 0
  }

  /// The range from the lowest to the highest level: equation (6).
  public var representableRange: ClippingRange {
    ClippingRange(lower: Double(dequantize(quantMin)), upper: Double(dequantize(quantMax)))
  }

  /// The same codes and zero-point with a scale of 1, for values of which there are none.
  public var ofNothing: AffineEncoding {
    var encoding = self
    encoding.scale = 1
    encoding.wideScale = 1
    encoding.shiftRemainder = 0
    return encoding
  }

  /// The same encoding without what float32 does not hold of the scale, as files of float32 have it, and
  /// with a whole number of steps to the zero-point.
  public var narrowed: AffineEncoding {
    var encoding = self
    encoding.wideScale = Double(scale)
    encoding.shiftRemainder = 0
    return encoding
  }

  /// The same encoding with ``scale`` rounded to a type, as a tool has it that casts its scale to the type in
  /// which it computes; ``wideScale`` stays what the tool writes.
  ///
  /// Edge cases: where the type has no positive number so near, and for types other than float16 and
  /// bfloat16, it is the same encoding.
  ///
  /// - Parameter type: the type.
  /// - Returns: the encoding.
  public func applied(in type: ElementType) -> AffineEncoding {
    let rounded = type.rounded(scale)
    guard rounded > 0, rounded.isFinite else { return self }
    var encoding = self
    encoding.scale = rounded
    return encoding
  }

  /// The number of codes.
  public var codeCount: Int {
    quantMax - quantMin + 1
  }
}
