public import QuantizationEngine

/// A cast between float32 and the codes of a small float: to the nearest number, ties to the even
/// code, the sign kept.
///
///     let cast = SmallFloatCode(.float8E4M3FN, as: .torch)
///     cast?.code(of: -0.3)                              // 0xAA, which is −0.3125
///     cast?.value(of: 0xAA)                             // −0.3125
///
/// With m bits of fraction, a the bits of |x|, and r the bias of float32 less that of the type:
///
///     code = (a + 2^(22 − m) − 1 + bit (23 − m) of a) >> (23 − m) − (r << m)        normal numbers
///     code = bits(|x| + c) − bits(c),   c = 2^(24 − m − bias)                       below those
///
/// The second is one rounded sum: the numbers of float32 from c on lie as far apart as the small
/// float's subnormal ones. Codes of magnitudes are in order, so what rounds beyond the largest number
/// has a greater code.
///
/// Edge cases:
/// - −0, and what is negative and rounds to zero, is −0 where the type has one.
/// - What rounds beyond the largest number, the infinities and NaN become what ``Cast`` says.
///
/// Source: ml_dtypes 0.6.0 and PyTorch 2.13.0, whose casts on CPUs it is, bit for bit.
public struct SmallFloatCode: Sendable {
  /// Whose cast: the same for all numbers in range, different beyond.
  public enum Cast: Hashable, Sendable {
    /// ml_dtypes: what is beyond becomes infinite, or NaN in a type without infinities, or the largest
    /// number in a type with neither. NaN is the first quiet one; in a type without NaN it is a zero
    /// of the other sign.
    case mlDtypes
    /// PyTorch on CPUs: as ml_dtypes, but E4M3FN saturates, infinities included, and a NaN of E5M2 has
    /// both bits of its fraction.
    case torch
    /// Whatever is beyond becomes the largest number, infinities included; NaN is as in PyTorch.
    case saturating
  }

  /// The type of the codes.
  public let type: ElementType

  /// The arithmetic.
  let rounding: SmallFloatRounding
  /// The value of each code.
  private let values: [Float]

  /// The cast to a type; nil for one that is no float of at most 16 bits with a sign.
  ///
  /// - Parameters:
  ///   - type: The type of the codes; for E8M0, which has no sign, see ``PowerOfTwoCode``.
  ///   - cast: What becomes of values that the type does not reach.
  public init?(_ type: ElementType, as cast: Cast) {
    guard let parts = SmallFloat(type), parts.fractionBits > 0 else { return nil }
    let fractionBits = Int32(parts.fractionBits)
    let largest = Int32(parts.largestPattern)
    self.type = type
    values = (0..<1 << type.bitCount).map(type.value(ofPattern:))
    let signBit: Int32 = 1 << Int32(type.bitCount - 1)
    let (beyondLargest, positiveNaN, negativeNaN, signOfZero): (Int32, Int32, Int32, Int32)
    switch parts.specials {
    case .ieee:
      signOfZero = signBit
      positiveNaN =
        cast != .mlDtypes && type == .float8E5M2
        ? signBit - 1 : largest + 1 + 1 << (fractionBits - 1)
      negativeNaN = positiveNaN | signBit
      beyondLargest = cast == .saturating ? largest : largest + 1
    case .largestIsNaN:
      signOfZero = signBit
      positiveNaN = largest + 1
      negativeNaN = positiveNaN | signBit
      beyondLargest = cast == .mlDtypes ? positiveNaN : largest
    case .negativeZeroIsNaN:
      signOfZero = 0
      positiveNaN = signBit
      negativeNaN = signBit
      beyondLargest = cast == .saturating ? largest : signBit
    case .none:
      signOfZero = signBit
      positiveNaN = signBit
      negativeNaN = 0
      beyondLargest = largest
    }
    rounding = SmallFloatRounding(
      shift: 23 - fractionBits, halfLessOne: 1 << (22 - fractionBits) - 1,
      rebias: Int32(127 - parts.bias) << fractionBits,
      leastNormal: Int32(128 - parts.bias) << 23,
      aligner: Float(
        sign: .plus, exponent: 24 - parts.fractionBits - parts.bias, significand: 1),
      largest: largest, beyondLargest: beyondLargest, positiveNaN: positiveNaN,
      negativeNaN: negativeNaN, signBit: signBit, signOfZero: signOfZero)
  }

  /// The code of a value, in the low bits.
  @inline(__always)
  public func code(of value: Float) -> UInt16 {
    UInt16(truncatingIfNeeded: wideCode(of: value))
  }

  /// The code in as many bits as the value has, for loops that go over several values at a time.
  @inline(__always)
  func wideCode(of value: Float) -> Int32 { rounding.wideCode(of: value) }

  /// The value of a code, exactly.
  ///
  /// - Precondition: the bits above those of the type are zero.
  @inline(__always)
  public func value(of code: UInt16) -> Float { values[Int(code)] }

  /// Encodes values one by one.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - codes: Where their codes go, in as many places.
  public func encode(_ values: Span<Float>, into codes: inout MutableSpan<UInt16>) {
    precondition(values.count == codes.count, "there is room for each code")
    for index in values.indices { codes[index] = code(of: values[index]) }
  }

  /// Decodes codes one by one.
  ///
  /// - Parameters:
  ///   - codes: The codes.
  ///   - values: Where their values go, in as many places.
  public func decode(_ codes: Span<UInt16>, into values: inout MutableSpan<Float>) {
    precondition(codes.count == values.count, "there is room for each value")
    for index in codes.indices { values[index] = value(of: codes[index]) }
  }
}
