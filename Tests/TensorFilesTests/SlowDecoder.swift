import QuantizationEngine

@testable import TensorFiles

/// The referee: every element decoded by itself, from the definition of its type.
enum SlowDecoder {
  /// The real value of some bits, in arithmetic on Double only.
  static func value(_ bits: UInt64, as type: ElementType) -> Double {
    switch type {
    case .float16: float(bits, exponentBits: 5, fractionBits: 10)
    case .bfloat16: float(bits, exponentBits: 8, fractionBits: 7)
    case .float32: float(bits, exponentBits: 8, fractionBits: 23)
    case .float64: float(bits, exponentBits: 11, fractionBits: 52)
    case .uint8, .uint16, .uint32, .uint64: unsigned(bits)
    case .int8, .int16, .int32, .int64: signed(bits, width: UInt64(type.byteCount * 8))
    case .bool: bits == 0 ? 0 : 1
    case .float8E4M3FN: float(bits, exponentBits: 4, fractionBits: 3, hasInfinity: false)
    case .float8E5M2: float(bits, exponentBits: 5, fractionBits: 2)
    case .float8E4M3: float(bits, exponentBits: 4, fractionBits: 3)
    case .float8E3M4: float(bits, exponentBits: 3, fractionBits: 4)
    case .float8E4M3FNUZ: shifted(bits, exponentBits: 4, fractionBits: 3, halvings: 1)
    case .float8E5M2FNUZ: shifted(bits, exponentBits: 5, fractionBits: 2, halvings: 1)
    case .float8E4M3B11FNUZ: shifted(bits, exponentBits: 4, fractionBits: 3, halvings: 4)
    case .float8E8M0FNU: bits == 255 ? .nan : power(Int(bits) - 127, times: 1)
    case .float6E2M3FN: finite(bits & 63, exponentBits: 2, fractionBits: 3)
    case .float6E3M2FN: finite(bits & 63, exponentBits: 3, fractionBits: 2)
    case .float4E2M1FN:
      [0, 0.5, 1, 1.5, 2, 3, 4, 6, -0.0, -0.5, -1, -1.5, -2, -3, -4, -6][Int(bits & 15)]
    case .uint4: unsigned(bits & 15)
    case .uint2: unsigned(bits & 3)
    case .int4: signed(bits & 15, width: 4)
    case .int2: signed(bits & 3, width: 2)
    }
  }

  /// sign · 2^(exponent − bias) · 1.fraction, with the two ends of the exponent.
  private static func float(
    _ bits: UInt64, exponentBits: Int, fractionBits: Int, hasInfinity: Bool = true
  ) -> Double {
    let fraction = Double(bits & (1 << UInt64(fractionBits) - 1))
    let exponent = Int(bits >> UInt64(fractionBits)) & (1 << exponentBits - 1)
    let bias = 1 << (exponentBits - 1) - 1
    let sign = bits >> UInt64(exponentBits + fractionBits) & 1 == 1 ? -1.0 : 1.0
    if exponent == 1 << exponentBits - 1 {
      if hasInfinity { return fraction == 0 ? sign * .infinity : .nan }
      if fraction == power(fractionBits, times: 1) - 1 { return .nan }
    }
    if exponent == 0 { return sign * power(1 - bias - fractionBits, times: fraction) }
    let leading = power(fractionBits, times: 1)
    return sign * power(exponent - bias - fractionBits, times: leading + fraction)
  }

  /// A float that has neither infinity nor NaN: that of one more exponent bit, half of whose
  /// exponents are left out, so that its bias has to be made up for.
  private static func finite(_ bits: UInt64, exponentBits: Int, fractionBits: Int) -> Double {
    let sign: UInt64 = bits >> UInt64(exponentBits + fractionBits)
    let magnitude = bits & (1 << UInt64(exponentBits + fractionBits) - 1)
    let wide = sign << UInt64(exponentBits + 1 + fractionBits) | magnitude
    let value = float(wide, exponentBits: exponentBits + 1, fractionBits: fractionBits)
    return power(1 << exponentBits - 1 << (exponentBits - 1), times: value)
  }

  /// A float without infinities whose NaN is where −0 would be, its bias larger than usual.
  private static func shifted(
    _ bits: UInt64, exponentBits: Int, fractionBits: Int, halvings: Int
  ) -> Double {
    guard bits != 0x80 else { return .nan }
    let wide = (bits & 0x80) << 1 | bits & 0x7F
    // One more exponent bit, so that the largest exponent is an ordinary one.
    let usual = 1 << (exponentBits - 1) - 1
    let wider = 1 << exponentBits - 1
    return power(
      wider - usual - halvings,
      times: float(wide, exponentBits: exponentBits + 1, fractionBits: fractionBits))
  }

  /// `value` · 2^`exponent`, one doubling or halving at a time.
  ///
  /// Each step is exact as long as the result can be held at all, which it can: it is a value of
  /// the type that is being decoded.
  private static func power(_ exponent: Int, times value: Double) -> Double {
    var result = value
    for _ in 0..<abs(exponent) { result = exponent > 0 ? result * 2 : result / 2 }
    return result
  }

  /// The two halves are exact, so their sum is rounded once.
  private static func unsigned(_ bits: UInt64) -> Double {
    Double(UInt32(bits >> 32)) * 4_294_967_296 + Double(UInt32(bits & 0xFFFF_FFFF))
  }

  private static func signed(_ bits: UInt64, width: UInt64) -> Double {
    let isNegative = bits >> (width - 1) == 1
    guard isNegative else { return unsigned(bits) }
    let mask = width == 64 ? UInt64.max : 1 << width - 1
    return -unsigned((~bits & mask) &+ 1)
  }

  /// The bytes of an element.
  static func bytes(_ bits: UInt64, count: Int, order: ByteOrder) -> [UInt8] {
    let little = (0..<count).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
    return order == .little ? little : little.reversed()
  }

  /// For each position in column-major order, the position in row-major order.
  static func rowMajorPositions(ofColumnMajor shape: [Int]) -> [Int] {
    (0..<shape.reduce(1, *)).map { position in
      var rest = position
      var index: [Int] = []
      for dimension in shape {
        index.append(rest % dimension)
        rest /= dimension
      }
      return zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }
    }
  }
}

extension TensorValues {
  /// The values as Double, which holds both kinds exactly.
  var asDoubles: [Double] {
    switch self {
    case .float32(let values): values.map(Double.init)
    case .float64(let values): values
    }
  }

  /// Which case this is.
  var isFloat32: Bool {
    if case .float32 = self { true } else { false }
  }
}

extension Double {
  /// Whether two values are the same number, −0 and 0 told apart, and every NaN the same.
  func isSame(as other: Double) -> Bool {
    isNaN ? other.isNaN : bitPattern == other.bitPattern
  }
}

/// The first place where two lists differ, as a sentence, or `nil`.
func difference(_ found: [Double], _ expected: [Double]) -> String? {
  guard found.count == expected.count else { return "\(found.count) of \(expected.count) values" }
  let index = zip(found, expected).enumerated().first { !$1.0.isSame(as: $1.1) }?.offset
  return index.map { "at \($0): \(found[$0]), expected \(expected[$0])" }
}
