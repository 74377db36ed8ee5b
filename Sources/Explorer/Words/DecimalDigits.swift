/// A number as decimal digits, made from its shortest exact spelling and rounded in decimal.
///
///     value = ± 0.d₁d₂d₃… · 10^exponent
///
/// So 0.1 is the digit 1 with exponent 0, whatever its binary digits are, and no power of ten is
/// ever computed in binary.
struct DecimalDigits: Hashable, Sendable {
  /// Whether the number is below zero.
  var isNegative: Bool
  /// The digits, the first not 0; none for zero.
  private(set) var digits: [UInt8]
  /// Where the point is: before the first digit for 0.
  private(set) var exponent: Int

  /// The digits of a finite number; nil for infinities and NaN.
  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    isNegative = value < 0
    digits = []
    exponent = 0
    var pointPlace: Int?
    var written = 0
    let parts = value.magnitude.description.split(separator: "e", maxSplits: 1)
    for byte in parts[0].utf8 {
      guard byte != UInt8(ascii: ".") else {
        pointPlace = written
        continue
      }
      digits.append(byte - UInt8(ascii: "0"))
      written += 1
    }
    let power = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    exponent = (pointPlace ?? written) + power
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    exponent = digits.isEmpty ? 0 : exponent - zeros
    while digits.last == 0 { digits.removeLast() }
  }

  /// Rounds half away from zero to `count` digits behind the point.
  mutating func round(decimals count: Int) {
    round(significant: exponent + count)
  }

  /// Rounds half away from zero to `count` digits in all.
  mutating func round(significant count: Int) {
    guard count < digits.count else { return }
    guard count >= 0 else {
      self = DecimalDigits(isNegative: isNegative, digits: [], exponent: 0)
      return
    }
    let roundsUp = digits[count] >= 5
    digits.removeLast(digits.count - count)
    guard roundsUp else {
      while digits.last == 0 { digits.removeLast() }
      if digits.isEmpty { exponent = 0 }
      return
    }
    while digits.last == 9 { digits.removeLast() }
    if digits.isEmpty {
      digits = [1]
      exponent += 1
    } else {
      digits[digits.count - 1] += 1
    }
  }

  private init(isNegative: Bool, digits: [UInt8], exponent: Int) {
    self.isNegative = isNegative
    self.digits = digits
    self.exponent = exponent
  }

  /// The digit at a power of ten: 0 for the ones, −1 for the tenths.
  func digit(at power: Int) -> UInt8 {
    let index = exponent - 1 - power
    return digits.indices.contains(index) ? digits[index] : 0
  }
}
