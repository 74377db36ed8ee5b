internal import Calibration
public import QuantizationEngine

/// What a person tunes, and undoes: the scheme, and the clipping range asked for each block.
public struct Tuning: Equatable, Sendable {
  /// The codes and the arithmetic.
  public var scheme: Scheme
  /// The range asked for each block; a symmetric scheme looks at its larger bound only.
  public var ranges: BlockRanges

  /// A scheme with the ranges asked for.
  public init(scheme: Scheme, ranges: BlockRanges) {
    self.scheme = scheme
    self.ranges = ranges
  }

  /// The range that takes effect for a block: −t…t where the scheme is symmetric.
  func range(ofBlock block: Int) -> ClippingRange {
    guard ranges.indices.contains(block) else { return ClippingRange(lower: 0, upper: 0) }
    return scheme.effective(ranges[block])
  }

  /// The ranges that take effect, by block; as long in the making as there are blocks.
  public var effectiveRanges: [ClippingRange] { ranges.map(scheme.effective) }

  /// The range of a block with one threshold moved; a symmetric scheme moves both.
  ///
  /// A threshold moved past the other one takes it along.
  func moving(_ threshold: Threshold, ofBlock block: Int, to value: Double) -> ClippingRange {
    guard ranges.indices.contains(block) else { return ClippingRange(lower: 0, upper: 0) }
    let range = ranges[block]
    if scheme.locksThresholds { return ThresholdSide.both.moving(range, to: value) }
    return switch threshold {
    case .lower: ClippingRange(lower: value, upper: max(value, range.upper))
    case .upper: ClippingRange(lower: min(value, range.lower), upper: value)
    }
  }
}

/// One of the two bounds of a clipping range.
enum Threshold: Hashable, Sendable, CaseIterable {
  /// The lower one, called `min`.
  case lower
  /// The upper one, called `max`.
  case upper

  /// What the screen calls it.
  var name: String { self == .lower ? "min" : "max" }

  /// The other one.
  var other: Threshold { self == .lower ? .upper : .lower }

  /// Where it is in a range.
  func value(in range: ClippingRange) -> Double {
    self == .lower ? range.lower : range.upper
  }
}

extension Scheme {
  /// Whether both thresholds move together.
  var locksThresholds: Bool { symmetry != .asymmetric }

  /// The range that takes effect where this one was asked for.
  func effective(_ asked: ClippingRange) -> ClippingRange {
    guard locksThresholds else { return asked }
    return ClippingRange(lower: -asked.absoluteMaximum, upper: asked.absoluteMaximum)
  }

  /// The scheme with some of its parts changed.
  ///
  /// Signedness follows the symmetry as long as it is the usual one for it: signed for symmetric
  /// schemes, unsigned for asymmetric ones.
  func with(
    levelCount: Int? = nil, symmetry: Symmetry? = nil, signedness: Signedness? = nil,
    rounding: RoundingMode? = nil, scaling: ScalingOperation? = nil
  ) throws(EncodingError) -> Scheme {
    let symmetry = symmetry ?? self.symmetry
    let kept = self.signedness == self.symmetry.usualSignedness ? nil : self.signedness
    let plain = try Scheme(
      levelCount: levelCount ?? self.levelCount, symmetry: symmetry,
      signedness: signedness ?? kept ?? symmetry.usualSignedness
    ).with(valueType: valueType).with(scope: scope)
    // A tool's rule goes with its arithmetic: who changes one of its operations leaves the tool.
    guard rounding != nil || scaling != nil else {
      return plain.with(arithmetic: arithmetic, rule: rule)
    }
    return plain.with(
      arithmetic: QuantizationArithmetic(
        rounding: rounding ?? arithmetic.rounding, scaling: scaling ?? arithmetic.scaling),
      rule: .standard)
  }
}

extension Symmetry {
  fileprivate var usualSignedness: Signedness { self == .asymmetric ? .unsigned : .signed }
}
