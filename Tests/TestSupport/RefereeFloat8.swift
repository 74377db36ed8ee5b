import Foundation

/// The saturating cast to float8 E4M3, from the definition of the format, in Double.
public enum RefereeFloat8 {
  /// The nearest E4M3 number, ties to an even fraction; beyond 448 it saturates.
  public static func cast(_ value: Float) -> Float {
    let magnitude = Double(value.magnitude)
    if magnitude >= 448 { return value < 0 ? -448 : 448 }
    // Below 2⁻⁶ numbers are 2⁻⁹ apart; from 2ᵉ to 2ᵉ⁺¹ they are 2ᵉ⁻³ apart.
    let exponent = magnitude < 0x1p-6 ? -6 : Int(magnitude.exponent)
    let step = pow(2.0, Double(exponent - 3))
    let steps = magnitude / step
    let below = steps.rounded(.down)
    let fraction = steps - below
    let isOdd = Int(below) % 2 == 1
    let whole = fraction > 0.5 || (fraction == 0.5 && isOdd) ? below + 1 : below
    let result = Float(whole * step)
    return value < 0 ? -result : result
  }

  /// The bits of an E4M3 number given as a float32, with the sign of the value it came from.
  public static func bits(of number: Float, negative: Bool) -> UInt8 {
    let magnitude = Double(number.magnitude)
    let sign: UInt8 = negative ? 0x80 : 0
    if magnitude < 0x1p-6 { return sign | UInt8(magnitude / 0x1p-9) }
    let exponent = Int(magnitude.exponent)
    let fraction = magnitude / pow(2.0, Double(exponent)) - 1
    return sign | UInt8((exponent + 7) << 3) | UInt8(fraction * 8)
  }
}
