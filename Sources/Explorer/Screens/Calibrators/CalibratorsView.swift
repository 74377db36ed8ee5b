internal import Calibration
internal import QuantizationEngine
internal import TerminalScreen

/// Draws the table of calibrators, and what the selected one is about.
enum CalibratorsView {
  /// Draws the view of a model that has something to measure.
  static func draw(_ model: Model, on canvas: inout Canvas) {
    let layout = CalibratorsLayout(model)
    let marks = model.calibratorMarks
    let columns = CalibratorColumns(
      columns: layout.heading.columns, longestName: marks.map(\.name.count).max() ?? 0)
    heading(columns, on: &canvas, in: layout.heading)
    let arranged = model.table.arranged
    for line in 0..<layout.rows.rows {
      guard arranged.indices.contains(layout.firstRow + line) else { break }
      let index = arranged[layout.firstRow + line]
      var rest = layout.rows
      _ = rest.cutTop(line)
      row(index, marks[index], columns, model, on: &canvas, in: rest.cutTop(1))
    }
    if !layout.position.isEmpty {
      canvas.write(
        model.calibratorPosition(layout), endColumn: layout.position.endColumn - 1,
        row: layout.position.row, columns: layout.position.columns - 2)
    }
    var rest = layout.detail.inset(columns: 2, rows: 0)
    for text in model.calibratorDetail {
      let row = rest.cutTop(1)
      guard !row.isEmpty else { break }
      canvas.write(text, column: row.column, row: row.row, columns: row.columns)
    }
    picture(model, layout, on: &canvas)
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
    _ index: Int, _ mark: CalibratorMark, _ columns: CalibratorColumns, _ model: Model,
    on canvas: inout Canvas, in rect: Rect
  ) {
    guard !rect.isEmpty else { return }
    let isSelected = index == model.table.selection
    if isSelected {
      canvas.fill(rect, with: Cell(style: .selected))
      canvas.write("▸", style: .selected, column: rect.column, row: rect.row)
    }
    func style(_ style: Style) -> Style { isSelected ? .selected : style }
    if index == model.table.marked {
      canvas.write("•", style: style(.strong), column: rect.column + 2, row: rect.row)
    }
    canvas.write(
      "\(mark.letter)", style: style(.accent), column: rect.column + 1, row: rect.row)
    let choice = model.table.choice(index)
    let least = model.leastMeanSquaredErrorKnown
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
            reason(model.table.rows[index], isSample: model.showsSample),
            columns: rect.endColumn - column - 1),
          style: style(.muted), column: column, row: rect.row)
        return
      }
      let text = place.column.text(
        choice, block: model.shown?.index ?? 0, least: least, model: model)
      let isBest = place.column == .multiple && text == "best"
      canvas.write(
        DisplayText.truncated(text, columns: place.width).padded(leading: place.width),
        style: style(isBest ? Style(.good, isBold: true) : .text), column: column, row: rect.row)
    }
  }

  private static func reason(_ progress: CalibratorTable.Progress, isSample: Bool) -> String {
    switch progress {
    case .waiting: isSample ? "waits for all values" : "waiting"
    case .asked: "calibrating…"
    case .ready(let row):
      if case .notApplicable(let error) = row.outcome {
        "not applicable: \(error.reasonInRow)"
      } else {
        ""
      }
    }
  }

  private static func picture(
    _ model: Model, _ layout: CalibratorsLayout, on canvas: inout Canvas
  ) {
    guard !layout.picture.isEmpty, let counts = model.counts,
      let line = model.calibratorAxisLine(columns: layout.picture.columns)
    else { return }
    let representable = model.table.choice(model.table.selection)?
      .representableRange(ofBlock: model.shown?.index ?? 0)
    BarChart(
      Histograms.floatBars(
        counts.float, clippedOutside: representable, scale: model.countScale,
        elementsPerValue: model.elementsPerValue)
    ).draw(on: &canvas, in: layout.picture)
    if let letters = model.calibratorLetters(columns: layout.letters.columns) {
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
    }
    AxisView.draw(line, on: &canvas, axisRow: layout.axisRow, labelRow: layout.labelRow)
  }
}
