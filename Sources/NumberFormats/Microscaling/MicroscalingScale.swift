/// How a microscaling block comes to its scale, a power of two 2^(e − 127).
///
/// With B the bits of max |x| as float32, m the bits of an element's fraction, and E and M the
/// exponent and value of its largest number:
///
/// | rule | e |
/// | --- | --- |
/// | `floor` | exponent(B) − E: of the specification; what is above M·scale saturates |
/// | `ceil` | 1 more where B has a fraction |
/// | `even` | `floor` of B + 2^(22 − m), so that max \|x\| is first rounded as an element is |
/// | `rceil` | 127 + ⌈log₂(max \|x\| / M)⌉, the least power that lets nothing saturate |
///
/// e is kept within 0…255.
///
/// Source: OCP Microscaling Formats 1.0, 6.3; torchao 0.18.0 `to_mx`.
enum MicroscalingScale: String, CaseIterable, Sendable {
  case floor
  case ceil
  case even
  case rceil

  /// e, for the largest magnitude of a block; 255 if that is NaN.
  func exponent(of largest: Float, _ element: MicroscalingElement) -> UInt8 {
    if largest.isNaN { return 255 }
    let bits = Int32(bitPattern: largest.bitPattern)
    switch self {
    case .floor:
      return Self.biased(bits >> 23 - element.largestExponent)
    case .ceil:
      let power = bits >> 23 + (bits & 0x7F_FFFF == 0 ? 0 : 1)
      return Self.biased(power - element.largestExponent)
    case .even:
      let rounded = bits &+ 1 << Int32(22 - element.fractionBits)
      return Self.biased(rounded >> 23 & 255 - element.largestExponent)
    case .rceil:
      let ratio = largest / element.largest
      if ratio == .infinity { return 254 }
      if ratio <= 0x1p-127 { return 0 }
      return UInt8(min(ratio.ceilingOfRoundedLog2, 127) + 127)
    }
  }

  /// What values are multiplied by before they are cast: 2^(127 − e), exactly, but 2¹²⁶ for the least e,
  /// where `rceil` has 1.
  func factor(_ exponent: UInt8) -> Float {
    switch exponent {
    case 0: self == .rceil ? 1 : 0x1p126
    case 254: 0x1p-127
    case 255: .nan
    default: Float(bitPattern: UInt32(254 - exponent) << 23)
    }
  }

  private static func biased(_ exponent: Int32) -> UInt8 { UInt8(min(max(exponent, 0), 255)) }
}
