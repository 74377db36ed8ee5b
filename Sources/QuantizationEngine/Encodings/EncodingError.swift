/// Why a scheme or an encoding cannot be.
public enum EncodingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A bit width outside 2…16.
  case bitWidthOutOfRange(Int)
  /// A number of levels outside 2…65 536.
  case levelCountOutOfRange(Int)
  /// A symmetric scheme needs a code on each side of zero.
  case tooFewLevelsForSymmetry(Int)
  /// A bound of the clipping range is NaN or infinite.
  case rangeNotFinite(ClippingRange)
  /// The lower bound of the clipping range is above the upper one.
  case rangeReversed(ClippingRange)
  /// The width of the range, or the scale, is larger than the largest number of the type in which the
  /// tool computes.
  case scaleOverflows(ClippingRange, in: ElementType = .float32)
  /// The rule in force has no encodings for such a scheme, and why.
  case ruleRefuses(rule: String, reason: String)
  /// The tool whose rule is in force fails on values of such a type, and with what.
  case ruleFails(rule: String, type: ElementType, reason: String)
  /// A scale that is not a positive finite number.
  case scaleNotPositive(Float)
  /// A zero-point outside the codes.
  case zeroPointOutOfRange(Int, quantMin: Int, quantMax: Int)
  /// Codes that are none, or more than 65 536, or the wrong way round.
  case codesOutOfRange(quantMin: Int, quantMax: Int)

  /// One sentence: what is wrong, what was expected, what was found.
  public var description: String {
    // A zero has no sign for people: −0 + 0 = 0.
    switch self {
    case .bitWidthOutOfRange(let bits):
      "bit width must be from 2 to 16, found \(bits)"
    case .levelCountOutOfRange(let levels):
      "number of levels must be from 2 to 65536, found \(levels)"
    case .tooFewLevelsForSymmetry(let levels):
      "a symmetric scheme needs at least 3 levels, found \(levels)"
    case .rangeNotFinite(let range):
      "clipping range must be finite, found \(range.lower + 0)…\(range.upper + 0)"
    case .rangeReversed(let range):
      "clipping range must have min at or below max, found \(range.lower + 0)…\(range.upper + 0)"
    case .scaleOverflows(let range, .float32):
      "clipping range \(range.lower + 0)…\(range.upper + 0) needs a scale larger than a float32 can hold"
    case .scaleOverflows(let range, let type):
      "clipping range \(range.lower + 0)…\(range.upper + 0), or its scale, is wider than a \(type.rawValue)"
        + " can hold"
    case .ruleRefuses(let rule, let reason):
      "\(rule) cannot: \(reason)"
    case .ruleFails(let rule, let type, let reason):
      "\(rule) fails on \(type.rawValue): \(reason)"
    case .scaleNotPositive(let scale):
      "scale must be a positive finite number, found \(scale + 0)"
    case .zeroPointOutOfRange(let zeroPoint, let quantMin, let quantMax):
      "zero-point must be from \(quantMin) to \(quantMax), found \(zeroPoint)"
    case .codesOutOfRange(let quantMin, let quantMax):
      "codes must ascend and be from 2 to 65536 in number, found \(quantMin)…\(quantMax)"
    }
  }
}
