/// Numbers as they stand on the screen.
///
/// Every number has a fixed number of digits for its kind, so that it does not jump about while a
/// threshold moves. What is not a number is said in a word, never left blank.
package enum NumberText {
  /// What stands where there is no number.
  static let missing = "—"

  /// A number with `decimals` digits behind the point: `-0.1700`.
  static func fixed(_ value: Double, decimals: Int) -> String {
    guard var digits = DecimalDigits(value) else { return special(value) }
    digits.round(decimals: decimals)
    let sign = digits.isNegative && !digits.digits.isEmpty ? "-" : ""
    let whole = stride(from: max(digits.exponent - 1, 0), through: 0, by: -1)
      .map { String(digits.digit(at: $0)) }.joined()
    guard decimals > 0 else { return sign + whole }
    let fraction = (1...decimals).map { String(digits.digit(at: -$0)) }.joined()
    return sign + whole + "." + fraction
  }

  /// A number with `significant` digits and a power of ten of at least two: `5.4576e-04`.
  static func scientific(_ value: Double, significant: Int) -> String {
    guard var digits = DecimalDigits(value) else { return special(value) }
    digits.round(significant: significant)
    let power = digits.digits.isEmpty ? 0 : digits.exponent - 1
    let sign = digits.isNegative ? "-" : ""
    let first = String(digits.digit(at: digits.exponent - 1))
    let rest = (0..<max(significant - 1, 0))
      .map { String(digits.digit(at: digits.exponent - 2 - $0)) }.joined()
    let exponent = String(power.magnitude)
    return sign + first + (rest.isEmpty ? "" : "." + rest) + "e" + (power < 0 ? "-" : "+")
      + (exponent.count < 2 ? "0" + exponent : exponent)
  }

  /// A number with `significant` digits, spelled out between a thousandth and a million.
  package static func significant(_ value: Double, _ significant: Int) -> String {
    guard var digits = DecimalDigits(value) else { return special(value) }
    digits.round(significant: significant)
    guard !digits.digits.isEmpty else { return "0" }
    guard (-2...6).contains(digits.exponent) else {
      return scientific(value, significant: significant)
    }
    return fixed(value, decimals: max(significant - digits.exponent, 0))
  }

  /// A number with `decimals` digits behind the point, or with a power of ten where it would be
  /// long or lose its digits: a threshold.
  static func threshold(_ value: Double, decimals: Int) -> String {
    guard let digits = DecimalDigits(value) else { return special(value) }
    guard !digits.digits.isEmpty else { return fixed(0, decimals: min(max(decimals, 0), 6)) }
    // Nine digits, a sign and a point: as wide as a float32 with a power of ten.
    let isTiny = digits.exponent < -2 && decimals > 8
    guard digits.exponent <= 7, !isTiny else { return scientific(value, significant: 5) }
    return fixed(value, decimals: min(max(decimals, 0), 9 - max(digits.exponent, 1)))
  }

  /// A count with a comma between thousands: `50,688`.
  static func count(_ value: Int) -> String {
    var text = ""
    for (index, digit) in String(value.magnitude).reversed().enumerated() {
      if index > 0, index.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return (value < 0 ? "-" : "") + String(text.reversed())
  }

  /// A share as a whole number of percent; `<1 %` and `>99 %` where rounding would say none or all.
  static func percent(share: Double) -> String {
    guard share.isFinite else { return missing }
    if share > 0, share < 0.005 { return "<1 %" }
    if share < 1, share > 0.995 { return ">99 %" }
    return fixed(share * 100, decimals: 0) + " %"
  }

  /// A small share in percent, with the digits that it needs: `0.077 %`.
  package static func smallPercent(share: Double) -> String {
    guard share.isFinite else { return missing }
    return share == 0 ? "0 %" : significant(share * 100, 2) + " %"
  }

  /// By how much a number is above another: `+3.6 %`, and in multiples from a hundredfold on.
  static func excess(of value: Double, over best: Double) -> String {
    guard value.isFinite, best.isFinite, best > 0 else { return missing }
    let ratio = value / best
    guard ratio < 101 else { return multiple(ratio) }
    return "+" + fixed(max(ratio - 1, 0) * 100, decimals: ratio < 1.1 ? 2 : 1) + " %"
  }

  /// How many times as large a number is: `1.04×`.
  static func multiple(_ ratio: Double) -> String {
    guard ratio.isFinite else { return missing }
    guard ratio < 1e9 else { return scientific(ratio, significant: 3) + "×" }
    if ratio >= 1000 { return count(Int(ratio.rounded())) + "×" }
    return (ratio < 10 ? fixed(ratio, decimals: 2) : significant(ratio, 3)) + "×"
  }

  /// A distance that nothing exceeds, rounded up to one digit: `2e-9`.
  package static func bound(_ distance: Double) -> String {
    guard let digits = DecimalDigits(distance) else { return special(distance) }
    guard let first = digits.digits.first else { return "0" }
    let digit = digits.digits.count > 1 ? first + 1 : first
    return digit > 9 ? "1e\(digits.exponent)" : "\(digit)e\(digits.exponent - 1)"
  }

  /// The shortest spelling that gives a float32 back, with at most one zero of a lone fraction.
  static func exact(_ value: Float) -> String {
    value.description
  }

  private static func special(_ value: Double) -> String {
    value.isNaN ? "not a number" : value < 0 ? "-∞" : "∞"
  }
}

extension String {
  /// The text with blanks on the left, so that it fills some columns.
  func padded(leading columns: Int) -> String {
    String(repeating: " ", count: max(columns - count, 0)) + self
  }

  /// The text with blanks on the right, so that it fills some columns.
  func padded(trailing columns: Int) -> String {
    self + String(repeating: " ", count: max(columns - count, 0))
  }
}
