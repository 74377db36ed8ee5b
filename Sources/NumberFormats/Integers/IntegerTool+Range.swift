import QuantizationEngine

extension IntegerTool {
  /// The scale and the code of zero for values of some bounds.
  ///
  /// - Parameters:
  ///   - lower: The smallest finite value; 0 without any.
  ///   - upper: The largest.
  ///   - coder: Whose codes they are.
  /// - Returns: A scale that is not 0, and the code of zero, which the caller clamps.
  func range(lower: Float, upper: Float, of coder: IntegerCoder) -> (scale: Float, zeroCode: Float)
  {
    let (largest, middle) = (coder.largestCode, coder.middleCode)
    let isSymmetric = coder.symmetry != .asymmetric
    let (alpha, beta) = (min(lower, 0), max(upper, 0))
    switch self {
    case .standard:
      return Self.standardRange(lower: lower, upper: upper, of: coder)
    case .torchAO:
      let width = isSymmetric ? max(-alpha, beta) / (largest / 2) : (beta - alpha) / largest
      let scale = max(width, .leastNormalMagnitude)
      return (scale, isSymmetric ? middle : (0 - alpha / scale).rounded(.toNearestOrEven))
    case .torchAOWithoutClipping:
      return (max(-alpha / middle, beta / (middle - 1), .leastNormalMagnitude), middle)
    case .compressedTensors(let type):
      return Self.compressedTensorsRange(alpha, beta, in: type, of: coder)
    case .gptq:
      return Self.gptqRange(alpha, beta, of: coder)
    case .awq:
      let half = ElementType.float16
      let (least, most) = (half.rounded(lower), half.rounded(upper))
      let width = max(half.rounded(most - least), half.rounded(1e-5))
      let scale = half.rounded(width / largest)
      return (scale, (0 - half.rounded(least / scale)).rounded(.toNearestOrEven))
    case .dynamicFixedPoint:
      return (Self.powerOfTwo(atLeast: max(-alpha, beta), steps: coder.bitWidth), middle)
    case .unitFixedPoint:
      return (1 / middle, middle)
    }
  }

  /// The engine's own encoding.
  private static func standardRange(
    lower: Float, upper: Float, of coder: IntegerCoder
  ) -> (scale: Float, zeroCode: Float) {
    let range = ClippingRange(lower: Double(lower), upper: Double(upper))
    // Bounds are finite and in order, and a third of their width is a float32: nothing is thrown.
    guard let encoding = try? coder.scheme?.encoding(for: range) else {
      return (1, coder.middleCode)
    }
    return (encoding.scale, Float(encoding.zeroPoint - encoding.quantMin))
  }

  private static func compressedTensorsRange(
    _ lower: Float, _ upper: Float, in type: ElementType, of coder: IntegerCoder
  ) -> (scale: Float, zeroCode: Float) {
    let (lower, upper) = (type.rounded(lower), type.rounded(upper))
    let (largest, middle) = (coder.largestCode, coder.middleCode)
    guard coder.symmetry == .asymmetric else {
      let scale = type.rounded(max(-lower, upper) / (largest / 2))
      return (scale == 0 ? type.ulpOfOne : scale, middle)
    }
    let scale = type.rounded(type.rounded(upper - lower) / largest)
    guard scale != 0 || lower != 0 else { return (type.ulpOfOne, middle) }
    let place = type.rounded(type.rounded(lower / scale) + middle)
    // Clamped before it is rounded; an infinite one is the largest code.
    let inside = min(max(0 - place, -middle), middle - 1)
    return (
      scale == 0 ? type.ulpOfOne : scale, inside.rounded(.toNearestOrEven) + middle
    )
  }

  private static func gptqRange(
    _ lower: Float, _ upper: Float, of coder: IntegerCoder
  ) -> (scale: Float, zeroCode: Float) {
    let (largest, middle) = (coder.largestCode, coder.middleCode)
    var (lower, upper) = (lower, upper)
    let isSymmetric = coder.symmetry != .asymmetric
    if isSymmetric {
      upper = max(-lower, upper)
      if lower < 0 { lower = -upper }
    }
    if lower == 0, upper == 0 { (lower, upper) = (-1, 1) }
    let scale = (upper - lower) / largest
    let zeroCode = isSymmetric ? middle : (0 - lower / scale).rounded(.toNearestOrEven)
    guard scale > 0 else { return (.leastNormalMagnitude, isSymmetric ? middle : 0) }
    return (scale, zeroCode)
  }

  /// The least power of two from 2^−126 on of which 2^(b−1) are m or more; 2^−b for m = 0.
  private static func powerOfTwo(atLeast magnitude: Float, steps bitWidth: Int) -> Float {
    guard magnitude > 0 else { return Float(sign: .plus, exponent: -bitWidth, significand: 1) }
    let ceiling = Int(magnitude.exponent) + (magnitude.significand > 1 ? 1 : 0)
    return Float(sign: .plus, exponent: max(ceiling + 1 - bitWidth, -126), significand: 1)
  }
}
