internal import QuantizationEngine
internal import TerminalScreen

extension ExploreScreen {
  mutating func mouse(
    _ action: Key.MouseAction, column: Int, row: Int, on sheet: inout Worksheet
  ) -> Request? {
    switch action {
    case .press: press(column: column, row: row, on: &sheet)
    case .drag: drag(column: column, on: &sheet)
    case .release: grabbed = nil
    case .wheelUp: sheet.desk.zoom(.closer)
    case .wheelDown: sheet.desk.zoom(.farther)
    }
    return nil
  }

  /// Grabs the slider that was pressed, or on the picture the mark that is nearer.
  private mutating func press(column: Int, row: Int, on sheet: inout Worksheet) {
    let layout = ExploreLayout(sheet)
    guard sheet.desk.inForce == nil else {
      if layout.picture.contains(column: column, row: row) { _ = sheet.desk.refuses(.thresholds) }
      return
    }
    for (threshold, rect) in [(Threshold.lower, layout.minRow), (.upper, layout.maxRow)]
    where rect.contains(column: column, row: row) {
      sheet.desk.activeThreshold = threshold
      grabbed = .slider
      drag(column: column, on: &sheet)
      return
    }
    guard layout.picture.contains(column: column, row: row),
      let axis = layout.axis(of: sheet.desk)
    else { return }
    let lower = axis.column(of: sheet.desk.shownRange.lower)
    let upper = axis.column(of: sheet.desk.shownRange.upper)
    let place = column - layout.plotColumn
    sheet.desk.activeThreshold = abs(place - lower) < abs(place - upper) ? .lower : .upper
    grabbed = .mark
    drag(column: column, on: &sheet)
  }

  private func drag(column: Int, on sheet: inout Worksheet) {
    guard let grabbed else { return }
    let layout = ExploreLayout(sheet)
    switch grabbed {
    case .mark:
      guard let axis = layout.axis(of: sheet.desk) else { return }
      sheet.desk.drag(to: column - layout.plotColumn, on: axis)
    case .slider:
      let track = layout.sliderTrack
      guard let axis = Axis(window: sheet.desk.reach, columns: track.columns) else { return }
      sheet.desk.drag(to: column - track.column, on: axis)
    }
  }
}
