import Glibc

/// Numbers in tables for people: rounded to what the eye can use, every one of a column in one form.
enum RoundedNumber {
  /// A number with so many digits behind the point.
  ///
  /// Edge cases: infinities and NaN by their names; a number past 10¹⁵ in scientific form.
  static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.magnitude < 1e15 else { return scientific(value) }
    let scale = pow(10, Double(decimals))
    let units = Int((value.magnitude * scale).rounded())
    let (whole, rest) = units.quotientAndRemainder(dividingBy: Int(scale))
    let digits = String(rest)
    let sign = value < 0 && units > 0 ? "-" : ""
    guard decimals > 0 else { return sign + "\(whole)" }
    return sign + "\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
  }

  /// A number with four significant digits and its power of ten: `5.458e-04`.
  static func scientific(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    guard value != 0 else { return "0" }
    var exponent = Int(log10(value.magnitude).rounded(.down))
    // A subnormal is scaled in two steps: 10³⁰⁸ times itself can still be held.
    var mantissa =
      value.magnitude / pow(10, Double(exponent / 2)) / pow(10, Double(exponent - exponent / 2))
    if mantissa >= 9.9995 {
      mantissa /= 10
      exponent += 1
    } else if mantissa < 0.99995 {
      mantissa *= 10
      exponent -= 1
    }
    let power = "\(exponent.magnitude)"
    return (value < 0 ? "-" : "") + fixed(mantissa, decimals: 3) + (exponent < 0 ? "e-" : "e+")
      + String(repeating: "0", count: max(2 - power.count, 0)) + power
  }
}
