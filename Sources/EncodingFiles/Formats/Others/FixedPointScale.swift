/// A positive factor as an integer of 31 bits and a power of two, as integer kernels apply it:
/// `scale = multiplier · 2^(shift − 31)`, the multiplier rounded half away.
///
/// Edge cases: 0, and a factor below 2^−32, becomes 0 with shift 0, as TensorFlow Lite has it.
///
/// Source: TensorFlow Lite, `QuantizeMultiplier`.
struct FixedPointScale: Hashable {
  /// From 2^30 to 2^31 − 1, or 0.
  let multiplier: Int
  /// How far to shift to the left; negative to the right.
  let shift: Int

  /// The nearest to a factor that is not negative.
  init(_ value: Double) {
    guard value > 0, value.isFinite else {
      (multiplier, shift) = (0, 0)
      return
    }
    let exponent = Int(value.exponent) + 1
    let rounded = Int((value * 0x1p31 / Self.power(exponent)).rounded(.toNearestOrAwayFromZero))
    let (multiplier, shift) = rounded == 1 << 31 ? (1 << 30, exponent + 1) : (rounded, exponent)
    (self.multiplier, self.shift) = shift < -31 ? (0, 0) : (multiplier, shift)
  }

  private static func power(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }
}
