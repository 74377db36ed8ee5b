/// An encoding with the arithmetic that applies it: the function from a real to its code.
///
///     q = clamp(round(x / S) + Z, quantMin, quantMax)                                 (2)
///
/// in float32, in the order and with the rounding of ``QuantizationArithmetic``.
public struct AffineQuantizer: Hashable, Sendable {
  /// The scale, the zero-point and the codes.
  public let encoding: AffineEncoding
  /// The float32 operations between a value and its code.
  public let arithmetic: QuantizationArithmetic

  /// A quantizer that applies `encoding` with `arithmetic`.
  public init(
    encoding: AffineEncoding, arithmetic: QuantizationArithmetic = QuantizationArithmetic()
  ) {
    self.encoding = encoding
    self.arithmetic = arithmetic
  }

  /// Whether each operation is rounded to a type of its own.
  @inlinable
  var isTyped: Bool { arithmetic.operationType != .float32 }

  /// The code of a value, by equation (2).
  ///
  /// Edge cases: ±infinity saturate; −0 has the code of zero; NaN has the lowest code, as in ONNX
  /// Runtime's CPU kernel. A quotient too large for a float32 saturates too, and so does whatever is
  /// not zero where the scale is 0.
  ///
  /// Postconditions:
  /// 1. `quantMin ≤ q ≤ quantMax` for every input.
  /// 2. Monotone: `x ≤ y` gives `quantize(x) ≤ quantize(y)`.
  @inlinable
  public func quantize(_ value: Float) -> Int {
    guard !encoding.isOfZeros else {
      return value == 0 ? encoding.zeroPoint : value > 0 ? encoding.quantMax : encoding.quantMin
    }
    if isTyped { return typedCode(of: value) }
    // The code of the real zero on the ladder that is rounded: what is still to be added afterwards.
    let origin =
      switch arithmetic.zeroPointAddition {
      case .afterRounding, .fromLowestLevel: 0
      case .beforeRounding: encoding.zeroPoint
      case .fromLowestCode: encoding.zeroPoint - encoding.quantMin
      }
    let rounded = arithmetic.rounding.round(scaled(value, origin: origin))
    // Comparing before converting keeps infinities and NaN away from Int.
    let lowest = Float(encoding.quantMin - encoding.zeroPoint + origin)
    let highest = Float(encoding.quantMax - encoding.zeroPoint + origin)
    guard rounded > lowest else { return encoding.quantMin }
    guard rounded < highest else { return encoding.quantMax }
    return Int(rounded) - origin + encoding.zeroPoint
  }

  /// The value in steps of the scale from a code that the tool takes as its origin.
  @inlinable
  func scaled(_ value: Float, origin: Int) -> Float {
    switch (arithmetic.zeroPointAddition, arithmetic.precision, arithmetic.scaling) {
    case (.fromLowestLevel, _, _):
      quotient((value - encoding.dequantize(encoding.quantMin)).withoutDenormals)
        - Float(encoding.zeroPoint - encoding.quantMin)
    case (.fromLowestCode, _, _): quotient(value) + (Float(origin) + encoding.shiftRemainder)
    case (_, .fusedFloat32, .multiplyByInverse):
      Float(origin).addingProduct(value, 1 / encoding.scale)
    default:
      quotient(value) + Float(origin)
    }
  }

  /// The value in steps of the scale.
  @inlinable
  func quotient(_ value: Float) -> Float {
    switch (arithmetic.precision, arithmetic.scaling) {
    case (.storedInverse, _), (.ownInverse, _): value * Float(1 / encoding.wideScale)
    case (_, .divide): value / encoding.scale
    case (_, .multiplyByInverse): value * (1 / encoding.scale)
    }
  }

  /// The level of a code, as the tool dequantizes it.
  @inlinable
  public func dequantize(_ code: Int) -> Float {
    if isTyped { return typedLevel(of: code) }
    // With a zero-point of 0 what is added is 0, or no number where a product overflows.
    if arithmetic.levels == .sumOfProducts, encoding.zeroPoint != 0 {
      return Float(code) * encoding.scale
        + (encoding.dequantize(encoding.quantMin) - Float(encoding.quantMin) * encoding.scale)
    }
    let level =
      switch arithmetic.precision {
      case .float32, .fusedFloat32, .ownInverse: encoding.dequantize(code)
      case .storedInverse: Float(code - encoding.zeroPoint) / Float(1 / encoding.wideScale) + 0
      }
    return arithmetic.levelType.rounded(level)
  }

  /// The level that a value is replaced by: quantized and dequantized.
  @inlinable
  public func fakeQuantize(_ value: Float) -> Float {
    dequantize(quantize(value))
  }

  /// The same function as levels and thresholds.
  ///
  /// - Complexity: O(codes); about three trial quantizations for each threshold.
  public var staircase: Staircase {
    let encoding = encoding
    var staircase = Staircase(
      levels: (encoding.quantMin...encoding.quantMax).map { dequantize($0) },
      guess: { encoding.scale * (Float(encoding.quantMin - encoding.zeroPoint + $0) + 0.5) },
      index: { quantize($0) - encoding.quantMin })
    staircase.scale = encoding.scale
    return staircase
  }
}
