extension Staircase {
  /// Signed powers of two and zero: `±2^k` for k in `exponents`, and 0.
  ///
  ///     level(x) = sign(x) · 2^k,  the nearest such level, ties away from zero
  ///
  /// The thresholds lie midway between levels: 1.5 · 2^k between powers, 2^(k_min − 1) about zero.
  ///
  /// - Parameter exponents: from −148 to 126, so that every level and every midpoint is a float32.
  /// - Returns: a staircase of 2 · exponents + 1 levels.
  /// - Precondition: the exponents lie in that range.
  ///
  /// Source: fixed-point "power-of-two" and linear-nearest logarithmic quantization (Ristretto).
  public static func signedPowersOfTwo(exponents: ClosedRange<Int>) -> Staircase {
    precondition(
      exponents.lowerBound >= -148 && exponents.upperBound <= 126,
      "exponents of signed powers of two must be from -148 to 126")
    let powers = exponents.map { Float(sign: .plus, exponent: $0, significand: 1) }
    let levels = powers.reversed().map { -$0 } + [0] + powers
    let zero = powers.count
    return Staircase(nearest: levels) { lowerLevel in lowerLevel < zero ? .down : .up }
  }
}
