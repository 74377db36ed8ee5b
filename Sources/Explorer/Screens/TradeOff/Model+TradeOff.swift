internal import Calibration
internal import QuantizationEngine
internal import TerminalScreen

extension Model {
  /// What the trade-off view draws: a symmetric scheme has no map.
  var effectiveShape: TradeOffState.Shape {
    tuning.scheme.locksThresholds ? .curve : tradeOff.shape
  }

  /// Which side of the range the curve is about.
  var tradeOffSide: ThresholdSide {
    guard !tuning.scheme.locksThresholds else { return .both }
    return activeThreshold == .lower ? .lower : .upper
  }

  /// The places of the moving threshold that the curve goes through; nil where there are none,
  /// because every value is on the other side of zero.
  ///
  /// A threshold at zero itself would leave one code, so the nearest place is one part of
  /// ``nearestPart``.
  var tradeOffWindow: ClosedRange<Double>? {
    switch tradeOffSide {
    case .lower:
      reach.lowerBound < 0 ? reach.lowerBound...reach.lowerBound / Model.nearestPart : nil
    case .upper, .both:
      reach.upperBound > 0 ? reach.upperBound / Model.nearestPart...reach.upperBound : nil
    }
  }

  private static let nearestPart = 64.0

  /// What the curve on the screen depends on; nil if there is none.
  var curveKey: TradeOffState.CurveKey? {
    guard let shown, let window = tradeOffWindow else { return nil }
    let side = tradeOffSide
    let fixed = side == .both ? ClippingRange(lower: 0, upper: 0) : side.moving(shownRange, to: 0)
    let columns = TradeOffLayout(self).plot.columns
    guard columns > 0 else { return nil }
    return TradeOffState.CurveKey(
      generation: generation, block: shown.index, scheme: tuning.scheme, side: side,
      fixed: fixed, window: window, pointCount: min(max(columns, 2), 160))
  }

  /// What the map on the screen depends on; nil if there is none.
  var mapKey: TradeOffState.MapKey? {
    guard let shown, reach.lowerBound < 0, reach.upperBound > 0 else { return nil }
    let plot = TradeOffLayout(self).plot
    guard !plot.isEmpty else { return nil }
    let rows = min(plot.rows, 48)
    let columns = min(plot.columns, 160)
    let reach = reach
    return TradeOffState.MapKey(
      generation: generation, block: shown.index, scheme: tuning.scheme,
      lowers: (0..<rows).map { reach.lowerBound * Double(rows - $0) / Double(rows) },
      uppers: (0..<columns).map { reach.upperBound * Double($0 + 1) / Double(columns) })
  }
}
