internal import Calibration
internal import QuantizationEngine

/// What a person tunes, and undoes: the scheme, and the clipping range asked for each block.
struct Tuning: Hashable, Sendable {
  /// The codes and the arithmetic.
  var scheme: Scheme
  /// The range asked for each block; a symmetric scheme looks at its larger bound only.
  var ranges: [ClippingRange]

  /// The range that takes effect for a block: −t…t where the scheme is symmetric.
  func range(ofBlock block: Int) -> ClippingRange {
    guard ranges.indices.contains(block) else { return ClippingRange(lower: 0, upper: 0) }
    let asked = ranges[block]
    guard scheme.locksThresholds else { return asked }
    return ClippingRange(lower: -asked.absoluteMaximum, upper: asked.absoluteMaximum)
  }

  /// The ranges that take effect, by block.
  var effectiveRanges: [ClippingRange] { ranges.indices.map(range) }

  /// The tuning with one threshold of a block moved; a symmetric scheme moves both.
  ///
  /// A threshold moved past the other one takes it along.
  func moving(_ threshold: Threshold, ofBlock block: Int, to value: Double) -> Tuning {
    guard ranges.indices.contains(block) else { return self }
    var tuning = self
    if scheme.locksThresholds {
      tuning.ranges[block] = ThresholdSide.both.moving(ranges[block], to: value)
    } else {
      switch threshold {
      case .lower:
        tuning.ranges[block] = ClippingRange(lower: value, upper: max(value, ranges[block].upper))
      case .upper:
        tuning.ranges[block] = ClippingRange(lower: min(value, ranges[block].lower), upper: value)
      }
    }
    return tuning
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
      signedness: signedness ?? kept ?? symmetry.usualSignedness)
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
