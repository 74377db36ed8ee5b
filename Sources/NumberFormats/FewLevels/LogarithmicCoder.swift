/// Powers of two with a sign, and zero.
///
///     x̂ = sign(x) · 2^k,  k from t − M + 1 to t,  M = 2^(b−1) − 1,  or 0
///
/// | stored | bits |
/// | --- | --- |
/// | t, a signed byte, unless it is part of the format | 8 a scope |
/// | the sign above k − t + M, which is 0 for zero | b a value |
///
/// The exponent k is log₂|x| rounded to a whole number, so that magnitudes part at √2 · 2^k; or it
/// is that of the nearest power, so that they part at 1.5 · 2^k, with ties to the greater. t is the
/// k of the largest finite magnitude. Below the least power is zero: the nearer of the two, or in
/// the logarithm what would round to a power that there is none of.
///
/// Edge cases:
/// - NaN is 0; the infinities have the largest magnitude. Zeros have no sign.
/// - t is from −126 to 127; without values that are not zero it is 0.
/// - The code of a zero with the sign is −0, which nothing encodes to.
///
/// Source: Miyashita, Lee and Murmann, arXiv 1603.01025, section 3 (LogQuant, with its full-scale
/// range one above t); with t = 0 the LogQuant of quantized neural networks, Hubara et al., arXiv
/// 1609.07061, section 3, whose bounds the paper leaves open and which are here those of its
/// activations, [−1, 1].
struct LogarithmicCoder: ScopeCoder {
  /// b, from 2 to 7.
  let bitsPerCode: Int
  /// Where magnitudes part.
  let parting: Parting
  /// Which power is the greatest.
  let top: Top

  /// Where the magnitudes of two powers part.
  enum Parting: Sendable {
    /// In the middle of the logarithms.
    case logarithm
    /// In the middle.
    case nearest
  }

  /// Which power is the greatest.
  enum Top: Sendable {
    /// That of the largest magnitude.
    case ofValues
    /// 1.
    case one
  }

  /// What is known of a scope.
  struct Gathered: LargestMagnitudeScope {
    var largest: Float = 0
    /// t.
    var exponent = 0
  }

  var bitsPerScope: Int { top == .one ? 0 : 8 }
  var roundCount: Int { top == .one ? 0 : 1 }
  /// M.
  private var powerCount: Int32 { 1 << Int32(bitsPerCode - 1) - 1 }
  /// The first fraction, of 23 bits, that belongs to the next power.
  private var partingFraction: UInt32 { parting == .nearest ? 0x40_0000 : 0x35_04F4 }

  func close(round: Int, _ gathered: inout Gathered) {
    let largest = gathered.largest
    guard largest > 0 else { return }
    let next = largest.significandBitPattern >= partingFraction ? 1 : 0
    gathered.exponent = min(max(Int(largest.exponent) + next, -126), 127)
  }

  func stored(_ scope: Gathered) -> UInt64 {
    top == .one ? 0 : UInt64(UInt8(truncatingIfNeeded: scope.exponent))
  }

  func scope(storedAs bits: UInt64) -> Gathered {
    Gathered(exponent: top == .one ? 0 : Int(Int8(truncatingIfNeeded: Int64(bitPattern: bits))))
  }

  func encode(_ values: Span<Float>, under scope: Gathered, into codes: inout MutableSpan<UInt16>) {
    let unit = Float(sign: .plus, exponent: -scope.exponent, significand: 1)
    let count = powerCount
    let carry = 0x80_0000 &- partingFraction
    let least: Int32 = parting == .nearest ? 1 : 0
    for index in values.indices {
      let bits = (values[index] * unit).bitPattern
      let magnitude = bits & 0x7FFF_FFFF
      let rounded = Int32(truncatingIfNeeded: (magnitude &+ carry) &>> 23) &- 127 &+ count
      // The upper half of what lies below the least power is nearer to it than to zero.
      let whole = Int32(truncatingIfNeeded: magnitude &>> 23) &- 127 &+ count
      let power = whole == 0 ? max(rounded, least) : rounded
      let inside = min(max(power, 0), count)
      let sign = bits >= 0x8000_0000 ? count &+ 1 : 0
      let code = inside == 0 ? 0 : inside | sign
      codes[index] = magnitude > 0x7F80_0000 ? 0 : UInt16(truncatingIfNeeded: code)
    }
  }

  func decode(_ codes: Span<UInt16>, under scope: Gathered, into values: inout MutableSpan<Float>) {
    let count = UInt32(powerCount)
    let unit = Float(sign: .plus, exponent: scope.exponent, significand: 1)
    for index in codes.indices {
      let code = UInt32(codes[index])
      let power = code & count
      let share = Float(bitPattern: (power &+ 127 &- count) &<< 23)
      let level = power == 0 ? 0 : unit * share
      values[index] = code > count ? -level : level
    }
  }
}
