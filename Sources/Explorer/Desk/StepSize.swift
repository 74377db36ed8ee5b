import Glibc

/// How far a threshold moves with one key: 1, 2 or 5 times a power of ten.
///
/// Thresholds stand at whole multiples of it, so that they read well, and where they go does not
/// depend on how wide the terminal is.
struct StepSize: Hashable, Sendable {
  /// How far an arrow reaches.
  enum Reach: Hashable, Sendable {
    /// A tenth of a step.
    case fine
    /// A step.
    case normal
    /// Ten steps.
    case coarse
  }

  /// 1, 2 or 5.
  let mantissa: Int
  /// The power of ten.
  let exponent: Int

  /// The normal step in a window: the largest that takes at least 100 steps across it.
  ///
  /// Edge cases: a window without width has steps of 0.01.
  init(windowWidth: Double) {
    let target = windowWidth / 100
    guard target > 0, target.isFinite else {
      mantissa = 1
      exponent = -2
      return
    }
    let power = Int(log10(target).rounded(.down))
    let ratio = target / pow(10, Double(power))
    // A little slack, for the power of ten of a tiny number is not exact.
    mantissa = ratio >= 5 * 0.999999 ? 5 : ratio >= 2 * 0.999999 ? 2 : 1
    exponent = power
  }

  private init(mantissa: Int, exponent: Int) {
    self.mantissa = mantissa
    self.exponent = exponent
  }

  /// The step for a reach.
  func with(_ reach: Reach) -> StepSize {
    let shift =
      switch reach {
      case .fine: -1
      case .normal: 0
      case .coarse: 1
      }
    return StepSize(mantissa: mantissa, exponent: exponent + shift)
  }

  /// A whole multiple of the step, correctly rounded wherever powers of ten are exact.
  func multiple(_ count: Double) -> Double {
    let whole = count * Double(mantissa)
    return exponent >= 0 ? whole * pow(10, Double(exponent)) : whole / pow(10, Double(-exponent))
  }

  /// The next multiple of the step beyond a value.
  func next(after value: Double, towards direction: Direction) -> Double {
    let place = value / multiple(1)
    // Beyond 2⁵⁰ steps from zero, multiples are too dense to be told apart.
    guard place.magnitude < 0x1p50 else {
      return direction == .up ? value + multiple(1) : value - multiple(1)
    }
    // A value that is a multiple but for rounding counts as one.
    let nearest = place.rounded()
    let isMultiple = abs(place - nearest) < 1e-6
    return switch direction {
    case .up: multiple((isMultiple ? nearest : place.rounded(.down)) + 1)
    case .down: multiple((isMultiple ? nearest : place.rounded(.up)) - 1)
    }
  }

  /// The multiple of the step nearest to a value.
  func nearest(to value: Double) -> Double {
    let place = (value / multiple(1)).rounded()
    return place.magnitude < 0x1p50 ? multiple(place) : value
  }

  /// Which way a threshold moves.
  enum Direction: Hashable, Sendable {
    /// To smaller values.
    case down
    /// To larger values.
    case up
  }

  /// How many digits behind the point show a tenth of a step, and one more.
  var thresholdDecimals: Int { max(0, 2 - exponent) }
}
