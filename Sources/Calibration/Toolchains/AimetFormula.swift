import QuantizationEngine

/// The formulas of ``AimetToolchain``: each gives the scale, and how many codes are below zero.
struct AimetFormula {
  /// The codes less one.
  let steps: Double
  /// Whether as many codes are above zero as below, give or take one, whatever the values.
  let isMirrored: Bool

  private var positive: Double { (steps / 2).rounded(.down) }

  /// AIMET 2.42's library.
  func current(_ range: ClippingRange) -> (scale: Double, below: Double) {
    let largest = 0.99 * Double(Float.greatestFiniteMagnitude)
    let lower = max(min(range.lower, 0), -largest)
    let upper = min(max(range.upper, 0), largest)
    var scale: Double
    let below: Double
    if isMirrored {
      below = steps - positive
      scale = max(upper / (steps == 3 ? below : positive), -lower / below, 0x1p-23)
    } else {
      scale = max((upper - lower) / steps, 0x1p-23)
      below = min(max((-lower / scale).rounded(.toNearestOrAwayFromZero), 0), steps)
    }
    if below > 0 { scale = min(scale, largest / below) }
    if below < steps { scale = min(scale, largest / (steps - below)) }
    return (scale, below)
  }

  /// The quantizers of aimet-torch 2.42, each operation rounded to float32.
  ///
  /// The bounds are of the type of the values; so are the width that is compared with the least one, and
  /// the ends of the levels, which are no larger than the largest number of it.
  ///
  /// Edge cases: the scale is infinite where the range overflows float32, and NaN where a bound is; an
  /// infinite bound is the largest number of the type.
  func torch(
    _ range: ClippingRange, in type: ElementType = .float32
  ) -> (scale: Double, below: Double) {
    let least: Float = 0x1p-23
    let largest = type.greatestFiniteMagnitude
    let (steps, positive) = (Float(steps), Float(positive))
    let negative = steps - positive
    var lower = min(type.rounded(Float(range.lower)), 0)
    var upper = max(type.rounded(Float(range.upper)), 0)
    let step = type.rounded(type.rounded(upper - lower) / steps)
    let added: Float = step < least ? least : 0
    if isMirrored {
      upper += positive * added
      lower -= negative * added
      let scale = max(upper / (steps == 3 ? negative : positive), -lower / negative)
      lower = -negative * scale
      upper = positive * scale
    } else {
      upper += steps * added
    }
    lower = type.rounded(max(lower, -largest))
    upper = type.rounded(min(upper, largest))
    let scale = max((upper - lower) / steps, least)
    let below = isMirrored ? negative : (-lower / scale).rounded(.toNearestOrEven)
    return (Double(scale), Double(min(max(below, 0), steps)))
  }

  /// AIMET 2.42's Python functions.
  func fixed(_ range: ClippingRange, leastWidth: Double) -> (scale: Double, below: Double) {
    let (lower, upper) = Self.widened(range, leastWidth)
    guard isMirrored else {
      let scale = (upper - lower) / steps
      return (scale, (-lower / scale).rounded(.toNearestOrEven))
    }
    // A restricted scheme has one code less below zero than it is divided by.
    return (max(upper / positive, -lower / (positive + 1)), steps - positive)
  }

  /// The library up to AIMET 2.0.
  func first(_ range: ClippingRange, leastWidth: Double) -> (scale: Double, below: Double) {
    let (lower, upper) = Self.widened(range, leastWidth)
    guard isMirrored else {
      let scale = (upper - lower) / steps
      return (scale, min(max((-lower / scale).rounded(.toNearestOrAwayFromZero), 0), steps))
    }
    return (max(upper, -lower) / positive, steps - positive)
  }

  private static func widened(
    _ range: ClippingRange, _ leastWidth: Double
  ) -> (lower: Double, upper: Double) {
    let lower = min(range.lower, 0)
    return (lower, max(range.upper, 0, lower + leastWidth))
  }
}

extension AimetFormula {
  /// The formulas for a scheme and a range from `lower`.
  init(_ scheme: Scheme, lower: Double) {
    steps = Double(scheme.quantMax - scheme.quantMin)
    isMirrored =
      switch scheme.symmetry {
      case .asymmetric: false
      case .symmetric: scheme.signedness == .signed || lower < 0
      case .restrictedSymmetric: true
      }
  }
}
