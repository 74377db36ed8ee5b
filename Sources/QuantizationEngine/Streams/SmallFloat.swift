/// A binary floating-point type of at most 16 bits, by its parts.
///
///     value = (−1)^sign · 2^(exponent − bias) · (1 + fraction / 2^fractionBits)
///     value = (−1)^sign · 2^(1 − bias) · fraction / 2^fractionBits          where the exponent is 0
///
/// A pattern is the sign, the exponent and the fraction, from high to low. Every value is a float32.
///
/// Source: OCP Microscaling Formats 1.0, tables 1 to 4, for the types of OCP; ml_dtypes for others.
public struct SmallFloat: Hashable, Sendable {
  /// Which patterns are no finite numbers.
  public enum Specials: Hashable, Sendable {
    /// The largest exponent: infinities and NaN, as in IEEE 754.
    case ieee
    /// The largest pattern of each sign is NaN; there are no infinities.
    case largestIsNaN
    /// The pattern of −0 is NaN; there are no infinities.
    case negativeZeroIsNaN
    /// None: every pattern is a finite number.
    case none
  }

  /// How many bits the exponent has.
  public let exponentBits: Int
  /// How many bits the fraction has; 0 for a type of powers of two, which has no sign either.
  public let fractionBits: Int
  /// What an exponent is stored with on top.
  public let bias: Int
  /// Which patterns are no finite numbers.
  public let specials: Specials

  /// The parts of a type; nil for one that is no float of at most 16 bits.
  public init?(_ type: ElementType) {
    switch type {
    case .float16: self.init(5, 10, bias: 15, .ieee)
    case .bfloat16: self.init(8, 7, bias: 127, .ieee)
    case .float8E4M3FN: self.init(4, 3, bias: 7, .largestIsNaN)
    case .float8E5M2: self.init(5, 2, bias: 15, .ieee)
    case .float8E4M3FNUZ: self.init(4, 3, bias: 8, .negativeZeroIsNaN)
    case .float8E5M2FNUZ: self.init(5, 2, bias: 16, .negativeZeroIsNaN)
    case .float8E8M0FNU: self.init(8, 0, bias: 127, .largestIsNaN)
    case .float8E4M3: self.init(4, 3, bias: 7, .ieee)
    case .float8E3M4: self.init(3, 4, bias: 3, .ieee)
    case .float8E4M3B11FNUZ: self.init(4, 3, bias: 11, .negativeZeroIsNaN)
    case .float6E2M3FN: self.init(2, 3, bias: 1, .none)
    case .float6E3M2FN: self.init(3, 2, bias: 3, .none)
    case .float4E2M1FN: self.init(2, 1, bias: 1, .none)
    default: return nil
    }
  }

  private init(_ exponentBits: Int, _ fractionBits: Int, bias: Int, _ specials: Specials) {
    self.exponentBits = exponentBits
    self.fractionBits = fractionBits
    self.bias = bias
    self.specials = specials
  }

  /// The pattern of the largest finite number.
  public var largestPattern: UInt16 {
    let all = 1 << (exponentBits + fractionBits)
    return switch specials {
    case .ieee: UInt16(all - 1 << fractionBits - 1)
    case .largestIsNaN: UInt16(all - 2)
    case .negativeZeroIsNaN, .none: UInt16(all - 1)
    }
  }

  /// The value of a pattern, whose bits above those of the type are zero.
  func value(of bits: UInt16) -> Float {
    // A type of exponent bits alone has neither a sign nor a zero.
    if fractionBits == 0 {
      return bits == 0xFF ? .nan : Float(sign: .plus, exponent: Int(bits) - bias, significand: 1)
    }
    let bits = Int(bits)
    let isNegative = bits >> (exponentBits + fractionBits) == 1
    let exponent = bits >> fractionBits & ((1 << exponentBits) - 1)
    let fraction = bits & ((1 << fractionBits) - 1)
    let isTop = exponent == (1 << exponentBits) - 1
    switch specials {
    case .ieee where isTop:
      return fraction == 0 ? (isNegative ? -.infinity : .infinity) : .nan
    case .largestIsNaN where isTop && fraction == (1 << fractionBits) - 1: return .nan
    case .negativeZeroIsNaN where isNegative && exponent == 0 && fraction == 0: return .nan
    default: break
    }
    let leading = exponent == 0 ? 0 : 1 << fractionBits
    let magnitude =
      Float(leading + fraction)
      * Float(sign: .plus, exponent: max(exponent, 1) - bias - fractionBits, significand: 1)
    return isNegative ? -magnitude : magnitude
  }
}
