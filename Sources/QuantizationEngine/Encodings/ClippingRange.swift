/// A real-valued range outside which values are clipped, as a person or a calibrator asked for it.
///
/// What an encoding makes of it is its representable range, which contains zero and is at most half
/// a step away (see ``AffineEncoding/representableRange``). *Units* are those of the tensor.
public struct ClippingRange: Hashable, Sendable {
  /// The lower bound.
  public var lower: Double
  /// The upper bound.
  public var upper: Double

  /// A range from `lower` to `upper`.
  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// The range widened, where needed, to contain zero: equation (3).
  public var widenedToZero: ClippingRange {
    ClippingRange(lower: min(lower, 0), upper: max(upper, 0))
  }

  /// The larger distance of a bound from zero.
  public var absoluteMaximum: Double {
    max(abs(lower), abs(upper))
  }

  /// The distance between the bounds.
  public var width: Double {
    upper - lower
  }
}
