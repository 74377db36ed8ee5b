internal import TerminalScreen

extension TradeOffScreen {
  var name: ScreenName { .tradeOff }
  var deskUse: DeskUse { .tunes }

  var keys: [KeyLine] {
    [
      KeyLine(
        .picture, own: [(.character("v"), OwnAction.toggleMap)],
        "trade-off: over one threshold, or over both as a map", hint: "curve/map", rank: 5)
    ]
  }

  mutating func perform(_ action: OwnAction, on sheet: inout Worksheet) -> Request? {
    switch action {
    case .toggleMap:
      if sheet.desk.tuning.scheme.locksThresholds {
        shape = .curve
        sheet.say("a symmetric scheme has one threshold, so there is no map; = frees the other")
      } else {
        shape = shape == .curve ? .map : .curve
      }
    }
    return nil
  }

  mutating func mouse(
    _ action: Key.MouseAction, column: Int, row: Int, on sheet: inout Worksheet
  ) -> Request? {
    switch action {
    case .press:
      guard layout(sheet).plot.contains(column: column, row: row),
        effectiveShape(of: sheet.desk) == .curve
      else { return nil }
      grabbed = .plot
      drag(column: column, on: &sheet)
    case .drag: drag(column: column, on: &sheet)
    case .release: grabbed = nil
    case .wheelUp, .wheelDown: break
    }
    return nil
  }

  private func drag(column: Int, on sheet: inout Worksheet) {
    let plot = layout(sheet).plot
    guard grabbed == .plot, let window = sheet.desk.tradeOffWindow,
      let axis = Axis(window: window, columns: plot.columns)
    else { return }
    // The curve of ±t is drawn over t.
    sheet.desk.drag(to: column - plot.column, on: axis, as: .upper)
  }

  func idleWords(_ sheet: Worksheet) -> String {
    StepText.moves(sheet.desk, columns: sheet.size.columns)
  }

  func draw(_ sheet: Worksheet, on canvas: inout Canvas) {
    TradeOffView.draw(self, sheet, on: &canvas)
  }
}
