internal import Calibration
internal import TerminalScreen

/// Draws the table of calibrators, and what the selected one is about.
enum CalibratorsView {
  /// Draws the view of a tensor that has something to measure.
  static func draw(_ screen: CalibratorsScreen, _ sheet: Worksheet, on canvas: inout Canvas) {
    let layout = CalibratorsLayout(screen, sheet)
    let desk = sheet.desk
    let marks = desk.calibratorMarks
    let columns = CalibratorColumns(
      columns: layout.heading.columns, longestName: marks.map(\.name.count).max() ?? 0)
    heading(columns, on: &canvas, in: layout.heading)
    let arranged = screen.arranged(desk.table)
    for line in 0..<layout.rows.rows {
      guard arranged.indices.contains(layout.firstRow + line) else { break }
      let index = arranged[layout.firstRow + line]
      var rest = layout.rows
      _ = rest.cutTop(line)
      row(
        index, marks[index], columns, screen, desk, on: &canvas, in: rest.cutTop(1))
    }
    if !layout.position.isEmpty {
      canvas.write(
        position(screen, desk, layout), endColumn: layout.position.endColumn - 1,
        row: layout.position.row, columns: layout.position.columns - 2)
    }
    var rest = layout.detail.inset(columns: 2, rows: 0)
    for text in CalibratorAccount(desk).detail(columns: sheet.size.columns - 4) {
      let row = rest.cutTop(1)
      guard !row.isEmpty else { break }
      canvas.write(text, column: row.column, row: row.row, columns: row.columns)
    }
    picture(desk, layout, on: &canvas)
  }

  /// Which rows are on the screen and what they are sorted by; empty where all are.
  private static func position(
    _ screen: CalibratorsScreen, _ desk: Desk, _ layout: CalibratorsLayout
  ) -> StyledText {
    let count = desk.table.calibrators.count
    let ready = desk.table.rows.count { if case .ready = $0 { true } else { false } }
    let parts = [
      layout.rows.rows < count
        ? "\(layout.firstRow + 1)…\(layout.firstRow + layout.rows.rows) of \(count)" : "",
      ready < count ? "\(ready) of \(count) ready" : "", "by \(screen.order.name)",
      desk.batchCount.map { "\($0) batch\($0 == 1 ? "" : "es")" } ?? "",
    ]
    return StyledText(parts.filter { !$0.isEmpty }.joined(separator: " · "), .muted)
  }

  private static func heading(
    _ columns: CalibratorColumns, on canvas: inout Canvas, in rect: Rect
  ) {
    for place in columns.placed {
      let heading = place.column.heading
      canvas.write(
        place.column == .name ? heading : heading.padded(leading: place.width), style: .muted,
        column: rect.column + place.start, row: rect.row)
    }
  }

  private static func row(
    _ index: Int, _ mark: CalibratorMark, _ columns: CalibratorColumns,
    _ screen: CalibratorsScreen, _ desk: Desk, on canvas: inout Canvas, in rect: Rect
  ) {
    guard !rect.isEmpty else { return }
    let isSelected = index == desk.table.selection
    if isSelected {
      canvas.fill(rect, with: Cell(style: .selected))
      canvas.write("▸", style: .selected, column: rect.column, row: rect.row)
    }
    func style(_ style: Style) -> Style { isSelected ? .selected : style }
    if index == screen.marked {
      canvas.write("•", style: style(.strong), column: rect.column + 2, row: rect.row)
    }
    canvas.write(
      "\(mark.letter)", style: style(.accent), column: rect.column + 1, row: rect.row)
    let choice = desk.table.choice(index)
    let least = desk.leastMeanSquaredErrorKnown
    let isProven = desk.isLeastMeanSquaredErrorProven
    for place in columns.placed {
      let column = rect.column + place.start
      guard place.column != .name else {
        canvas.write(
          DisplayText.truncated(mark.name, columns: place.width), style: style(.strong),
          column: column, row: rect.row)
        continue
      }
      guard let choice else {
        // What is said instead of numbers takes the room of all of them.
        canvas.write(
          DisplayText.truncated(
            reason(desk.table.rows[index], isSample: desk.showsSample),
            columns: rect.endColumn - column - 1),
          style: style(.muted), column: column, row: rect.row)
        return
      }
      let text = place.column.text(
        choice, block: desk.shown?.index ?? 0, least: least, isProven: isProven)
      let isBest = place.column == .multiple && ["best", "least"].contains(text)
      canvas.write(
        DisplayText.truncated(text, columns: place.width).padded(leading: place.width),
        style: style(isBest ? Style(.good, isBold: true) : .text), column: column, row: rect.row)
    }
  }

  private static func reason(_ progress: CalibratorTable.Progress, isSample: Bool) -> String {
    switch progress {
    case .waiting: isSample ? "waits for all values" : "waiting"
    case .asked(let share): CalibratorAccount.calibrating(share)
    case .ready(let row):
      if case .notApplicable(let error) = row.outcome {
        "not applicable: \(error.reasonInRow)"
      } else {
        ""
      }
    }
  }

  private static func picture(
    _ desk: Desk, _ layout: CalibratorsLayout, on canvas: inout Canvas
  ) {
    guard !layout.picture.isEmpty, let counts = desk.counts,
      let around = CalibratorPicture(desk, columns: layout.picture.columns)
    else { return }
    let representable = desk.table.choice(desk.table.selection)?
      .representableRange(ofBlock: desk.shown?.index ?? 0)
    BarChart(
      Histograms.floatBars(
        counts.float, clippedOutside: representable, scale: desk.countScale,
        elementsPerValue: desk.elementsPerValue)
    ).draw(on: &canvas, in: layout.picture)
    let letters = around.letters
    for mark in letters.marks {
      canvas.write(
        "\(mark.letter)", style: mark.style, column: layout.letters.column + mark.column,
        row: layout.letters.row)
    }
    if letters.column >= 0 {
      canvas.write(
        letters.name, column: layout.letters.column + letters.column, row: layout.letters.row,
        columns: layout.letters.columns - letters.column)
    }
    AxisView.draw(
      around.axisLine, on: &canvas, axisRow: layout.axisRow, labelRow: layout.labelRow)
  }
}
