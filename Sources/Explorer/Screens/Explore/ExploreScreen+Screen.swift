internal import TerminalScreen

extension ExploreScreen {
  var name: ScreenName { .explore }
  var deskUse: DeskUse { .tunes }
  var inForceUse: InForceUse { .shows }

  var keys: [KeyLine] {
    [
      KeyLine(
        .picture, own: [(.character("g"), OwnAction.toggleCounts)], "logarithmic or linear counts"),
      KeyLine(
        .picture,
        own: [(.character("z"), OwnAction.zoom(.closer)), (.character("Z"), .zoom(.farther))],
        "zoom in on the active threshold, and out; steps follow"),
      KeyLine(.picture, own: [(.character("f"), OwnAction.fit)], "fit the whole range"),
      KeyLine(
        .picture, own: [(.character(" "), OwnAction.flip)],
        "the scheme in place of the format in force, and the format again", hint: "scheme", rank: 2),
    ]
  }

  mutating func perform(_ action: OwnAction, on sheet: inout Worksheet) -> Request? {
    switch action {
    case .toggleCounts: sheet.desk.toggleCountScale()
    case .zoom(let zoom): sheet.desk.zoom(zoom)
    case .fit: sheet.desk.fit()
    case .flip: sheet.desk.flip()
    }
    return nil
  }

  mutating func measure(_ sheet: inout Worksheet) {
    sheet.desk.count(columns: ExploreLayout(sheet).plotColumns)
  }

  func idleWords(_ sheet: Worksheet) -> String {
    if let inForce = sheet.desk.inForce {
      return RecodingText.idle(inForce, sheet.desk)
    }
    return StepText.moves(sheet.desk, columns: sheet.size.columns)
  }

  func draw(_ sheet: Worksheet, on canvas: inout Canvas) {
    ExploreView.draw(sheet, on: &canvas)
  }
}
