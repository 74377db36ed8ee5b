internal import Calibration
internal import QuantizationEngine

extension Desk {
  /// Which side of the range a curve is about.
  var tradeOffSide: ThresholdSide {
    guard !tuning.scheme.locksThresholds else { return .both }
    return activeThreshold == .lower ? .lower : .upper
  }

  /// The places of the moving threshold that a curve goes through; nil where there are none,
  /// because every value is on the other side of zero.
  ///
  /// A threshold at zero itself would leave one code, so the nearest place is one part of
  /// ``nearestPart``.
  var tradeOffWindow: ClosedRange<Double>? {
    switch tradeOffSide {
    case .lower:
      reach.lowerBound < 0 ? reach.lowerBound...reach.lowerBound / Desk.nearestPart : nil
    case .upper, .both:
      reach.upperBound > 0 ? reach.upperBound / Desk.nearestPart...reach.upperBound : nil
    }
  }

  private static let nearestPart = 64.0
}

extension ClippingRange {
  /// Where a side of the trade-off has this range.
  func place(on side: ThresholdSide) -> Double {
    switch side {
    case .lower: lower
    case .upper: upper
    case .both: absoluteMaximum
    }
  }
}
