internal import Calibration
internal import QuantizationEngine
internal import TerminalScreen

extension TradeOffScreen {
  /// What is drawn of a tensor: a symmetric scheme has no map.
  func effectiveShape(of desk: Desk) -> Shape {
    desk.tuning.scheme.locksThresholds ? .curve : shape
  }

  /// What the curve on the screen depends on; nil if there is none.
  func curveKey(_ sheet: Worksheet) -> CurveKey? {
    let desk = sheet.desk
    guard let shown = desk.shown, let window = desk.tradeOffWindow else { return nil }
    let side = desk.tradeOffSide
    let range = desk.shownRange
    let fixed = side == .both ? ClippingRange(lower: 0, upper: 0) : side.moving(range, to: 0)
    let columns = layout(sheet).plot.columns
    guard columns > 0 else { return nil }
    return CurveKey(
      tensor: desk.position, generation: desk.generation, block: shown.index,
      scheme: desk.tuning.scheme, side: side,
      fixed: fixed, window: window, pointCount: min(max(columns, 2), 160))
  }

  /// What the map on the screen depends on; nil if there is none.
  func mapKey(_ sheet: Worksheet) -> MapKey? {
    let desk = sheet.desk
    let reach = desk.reach
    guard let shown = desk.shown, reach.lowerBound < 0, reach.upperBound > 0 else { return nil }
    let plot = layout(sheet).plot
    guard !plot.isEmpty else { return nil }
    let rows = min(plot.rows, 48)
    let columns = min(plot.columns, 160)
    return MapKey(
      tensor: desk.position, generation: desk.generation, block: shown.index,
      scheme: desk.tuning.scheme,
      lowers: (0..<rows).map { reach.lowerBound * Double(rows - $0) / Double(rows) },
      uppers: (0..<columns).map { reach.upperBound * Double($0 + 1) / Double(columns) })
  }

  /// Where everything is.
  func layout(_ sheet: Worksheet) -> TradeOffLayout {
    TradeOffLayout(size: sheet.size, shape: effectiveShape(of: sheet.desk))
  }

  mutating func prepare(_ sheet: inout Worksheet) -> [Effect] {
    // The letters of the calibrators stand on the picture.
    ownQuestions(&sheet) + sheet.desk.tableQuestions(&sheet.tickets)
  }

  private mutating func ownQuestions(_ sheet: inout Worksheet) -> [Effect] {
    guard let shown = sheet.desk.shown, let loaded = sheet.desk.loaded, loaded.count > 0 else {
      return []
    }
    switch effectiveShape(of: sheet.desk) {
    case .curve:
      guard let key = curveKey(sheet), curve.mustAsk(key) else { return [] }
      curve.ask(key)
      return [
        .compute(
          .curve(
            shown.distribution, key.scheme, moving: key.side, from: key.fixed,
            over: key.window, pointCount: key.pointCount, shown.reference),
          sheet.tickets.issue(.curve, for: .screen(name)))
      ]
    case .map:
      guard let key = mapKey(sheet), map.mustAsk(key) else { return [] }
      map.ask(key)
      return [
        .compute(
          .map(shown.distribution, key.scheme, lowers: key.lowers, uppers: key.uppers),
          sheet.tickets.issue(.map, for: .screen(name)))
      ]
    }
  }

  mutating func take(_ answer: Answer, on sheet: inout Worksheet) {
    switch answer {
    case .computed(.curve(let found)): curve.answer(found)
    case .computed(.map(let found)): map.answer(found)
    default: break
    }
  }

  mutating func abandonQuestions() {
    curve.abandon()
    map.abandon()
  }
}
