extension Staircase {
  /// The saturating cast to float8 E4M3 (the finite variant), scaled.
  ///
  ///     x̂ = scale · E4M3(x / scale)                                                      (9)
  ///
  /// with the division, the cast and the product each rounded to nearest, ties to even. E4M3 has a
  /// sign, four exponent bits with bias 7 and three fraction bits: zero, the subnormals k · 2⁻⁹ for
  /// k = 1…7, then (8 + k) · 2^(e−3) for e = −6…8, up to 448. The one code that would be 480 is NaN,
  /// so it is no level, and larger values saturate at 448.
  ///
  /// - Parameter scale: positive and finite; 1 for the plain cast.
  /// - Returns: a staircase of 253 levels.
  /// - Precondition: as for `scale`.
  ///
  /// Source: OCP 8-bit floating point specification 1.0, E4M3; ONNX `Cast` with `saturate = 1`.
  public static func float8E4M3(scale: Float = 1) -> Staircase {
    precondition(scale > 0 && scale.isFinite, "the scale of a float8 must be positive and finite")
    let (levels, unscaled) = (unscaledE4M3.levels, unscaledE4M3)
    guard scale != 1 else { return unscaled }
    return Staircase(
      levels: levels.map { $0 * scale },
      guess: { unscaled.thresholds[$0] * scale },
      index: { unscaled.index(of: $0 / scale) })
  }

  /// With a scale of 1: made once, for there may be a staircase for each of a million blocks.
  private static let unscaledE4M3: Staircase = {
    let magnitudes = e4m3Magnitudes
    // A magnitude's place in the list is its bit pattern, so ties go to the even place.
    let levels = magnitudes.dropFirst().reversed().map { -$0 } + magnitudes
    let zero = magnitudes.count - 1
    return Staircase(nearest: levels) { lowerLevel in
      (lowerLevel - zero).isMultiple(of: 2) ? .down : .up
    }
  }()

  /// Zero and the positive finite E4M3 numbers in the order of their bit patterns.
  private static var e4m3Magnitudes: [Float] {
    (0..<127).map { pattern in
      let exponent = pattern >> 3
      let fraction = Float(pattern & 7)
      return exponent == 0
        ? fraction * Float(sign: .plus, exponent: -9, significand: 1)
        : (8 + fraction) * Float(sign: .plus, exponent: exponent - 10, significand: 1)
    }
  }
}
