extension AffineQuantizer {
  /// The code of a value where each operation is rounded to ``QuantizationArithmetic/operationType``.
  ///
  ///     q = clamp(r(round(r(x · r(1 / S))) + r(Z)))      or  clamp(round(r(r(x · r(1 / S)) + r(Z))))
  ///
  /// or with r(x / S), r rounding to the type, the scale being of it. Every step is monotone. As in
  /// ``quantize(_:)``, infinities saturate and NaN has the lowest code.
  @usableFromInline
  func typedCode(of value: Float) -> Int {
    // Nothing is a step of no length away from itself.
    if value == 0, encoding.isOfZeros { return encoding.zeroPoint }
    let type = arithmetic.operationType
    let zero = type.rounded(Float(encoding.zeroPoint))
    let quotient =
      switch arithmetic.scaling {
      case .divide: type.rounded(value / encoding.scale)
      case .multiplyByInverse: type.rounded(value * type.rounded(1 / encoding.scale))
      }
    let code =
      arithmetic.zeroPointAddition == .beforeRounding
      ? arithmetic.rounding.round(type.rounded(quotient + zero))
      : type.rounded(arithmetic.rounding.round(quotient) + zero)
    guard code > Float(encoding.quantMin) else { return encoding.quantMin }
    guard code < Float(encoding.quantMax) else { return encoding.quantMax }
    return Int(code)
  }

  /// The level of a code where each operation is rounded to ``QuantizationArithmetic/operationType``.
  ///
  ///     x̂ = r(r(r(q) − r(Z)) · S)
  @usableFromInline
  func typedLevel(of code: Int) -> Float {
    let type = arithmetic.operationType
    let steps = type.rounded(type.rounded(Float(code)) - type.rounded(Float(encoding.zeroPoint)))
    return arithmetic.levelType.rounded(type.rounded(steps * encoding.scale)) + 0
  }
}
