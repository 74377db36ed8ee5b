internal import NumberFormats
internal import QuantizationEngine
internal import TerminalScreen

/// Draws the formats view: SQNR over bits as a picture, and the table.
enum FormatsView {
  /// Draws the view of a tensor.
  static func draw(_ screen: FormatsScreen, _ sheet: Worksheet, on canvas: inout Canvas) {
    let layout = FormatsLayout(screen, sheet)
    let rows = screen.rows
    if !layout.picture.isEmpty {
      Frame(
        title: StyledText("SQNR in dB over bits per value", .strong),
        note: StyledText("═", .muted) + StyledText(" Gaussian bound  ", .muted)
          + StyledText("─●", Style(.good)) + StyledText(" frontier", .muted)
      ).draw(on: &canvas, in: layout.picture)
      picture(rows, screen, layout, on: &canvas)
    }
    table(rows, screen, sheet, layout, on: &canvas)
    if let failure = screen.failure {
      canvas.write(
        failure, style: Style(.clipped), column: layout.rows.column + 2, row: layout.rows.row,
        columns: layout.rows.columns - 3)
    }
    guard !rows.isEmpty, !layout.detail.isEmpty else { return }
    var rest = layout.detail.inset(columns: 2, rows: 0)
    for line in FormatWords(rows[screen.selectedPlace(rows)], among: rows).detail {
      let row = rest.cutTop(1)
      guard !row.isEmpty else { break }
      canvas.write(line, column: row.column, row: row.row, columns: row.columns)
    }
  }

  private static func picture(
    _ rows: [FormatOutcome], _ screen: FormatsScreen, _ layout: FormatsLayout,
    on canvas: inout Canvas
  ) {
    let plot = layout.plot
    guard let picture = FormatPicture(rows, columns: plot.columns, rows: plot.rows) else { return }
    for tick in picture.decibelTicks {
      canvas.write(
        StyledText(tick.text, .muted), endColumn: layout.gutter.endColumn - 1,
        row: plot.row + tick.place, columns: layout.gutter.columns - 1)
    }
    for tick in picture.bitTicks {
      canvas.write(
        tick.text, style: .muted, column: plot.column + tick.place - (tick.text.count - 1),
        row: layout.axisRow.row)
    }
    picture.bound.draw(on: &canvas, in: plot)
    picture.frontier.draw(on: &canvas, in: plot)
    for mark in picture.marks {
      canvas[column: plot.column + mark.column, row: plot.row + mark.row] = Cell(
        mark.glyph,
        style: mark.isOnFrontier
          ? Style(.good, isBold: true) : Style(mark.hasLosses ? .clipped : .quantized))
    }
    let selected = rows[screen.selectedPlace(rows)].format.name
    guard let mark = picture.marks.first(where: { $0.name == selected }) else { return }
    let place = (column: plot.column + mark.column, row: plot.row + mark.row)
    canvas[column: place.column, row: place.row] = Cell(
      mark.glyph, style: Style(.accent, isBold: true, isReversed: true))
    let label = StyledText(" \(selected) ", Style(.accent, isBold: true))
    if place.column + 1 + label.columns <= plot.endColumn {
      canvas.write(label, column: place.column + 1, row: place.row)
    } else {
      canvas.write(label, endColumn: place.column, row: place.row)
    }
  }

  /// The columns of some rows, those first that stay where there is no room for all.
  private static func columns(of rows: [FormatOutcome]) -> [(title: String, width: Int)] {
    let lost = rows.contains { $0.result.lostCount > 0 } ? [("lost", 9)] : []
    return [("bits", 7), ("SQNR dB", 8)] + lost + [("MSE", 10), ("bytes", 13)]
  }

  private static func table(
    _ rows: [FormatOutcome], _ screen: FormatsScreen, _ sheet: Worksheet, _ layout: FormatsLayout,
    on canvas: inout Canvas
  ) {
    let width = layout.heading.columns
    var columns = columns(of: rows)
    let least = 18
    func taken() -> Int { columns.reduce(4) { $0 + $1.width + 1 } }
    while columns.count > 2, least + taken() > width { columns.removeLast() }
    let nameWidth = max(min(width - taken(), 28), 8)
    func start(_ index: Int) -> Int {
      columns.prefix(index).reduce(4 + nameWidth) { $0 + $1.width + 1 }
    }
    canvas.write(
      "format", style: .muted, column: layout.heading.column + 3, row: layout.heading.row)
    for (index, column) in columns.enumerated() {
      canvas.write(
        column.title.padded(leading: column.width), style: .muted,
        column: layout.heading.column + start(index), row: layout.heading.row)
    }
    let frontier = FormatFrontier(rows)
    let selected = screen.selectedPlace(rows)
    for line in 0..<layout.rows.rows {
      let place = layout.firstRow + line
      guard rows.indices.contains(place) else { break }
      let outcome = rows[place]
      var rest = layout.rows
      _ = rest.cutTop(line)
      let row = rest.cutTop(1)
      let isSelected = place == selected
      if isSelected {
        canvas.fill(row, with: Cell(style: .selected))
        canvas.write("▸", style: .selected, column: row.column, row: row.row)
      }
      func style(_ style: Style) -> Style { isSelected ? .selected : style }
      let isOnFrontier = frontier.contains(outcome.format.name)
      if isOnFrontier {
        canvas.write("●", style: style(Style(.good)), column: row.column + 1, row: row.row)
      } else if outcome.result.lostCount > 0 {
        canvas.write("✗", style: style(Style(.clipped)), column: row.column + 1, row: row.row)
      }
      if sheet.desk.inForce == .format(outcome.format) {
        canvas.write("◆", style: style(Style(.accent)), column: row.column + 2, row: row.row)
      }
      canvas.write(
        DisplayText.truncated(outcome.format.name, columns: nameWidth),
        style: style(isOnFrontier ? .strong : .text), column: row.column + 3, row: row.row)
      for (index, column) in columns.enumerated() {
        canvas.write(
          text(column.title, outcome).padded(leading: column.width), style: style(.text),
          column: row.column + start(index), row: row.row, columns: column.width)
      }
    }
    guard !layout.position.isEmpty else { return }
    if let leftOut = rows.first.flatMap(FormatWords.leftOut) {
      canvas.write(
        leftOut, style: Style(.clipped), column: layout.position.column + 2,
        row: layout.position.row, columns: layout.position.columns - 4)
    }
    let count = rows.count
    let shown =
      layout.rows.rows < count
      ? "\(layout.firstRow + 1)…\(min(layout.firstRow + layout.rows.rows, count)) of \(count) · "
      : ""
    canvas.write(
      (sheet.desk.inForce == nil
        ? "" : StyledText("◆", Style(.accent)) + StyledText(" in force · ", .muted))
        + StyledText(shown + "by \(screen.order.rawValue)", .muted),
      endColumn: layout.position.endColumn - 1, row: layout.position.row,
      columns: layout.position.columns - 2)
  }

  private static func text(_ title: String, _ outcome: FormatOutcome) -> String {
    switch title {
    case "bits": NumberText.fixed(outcome.bitsPerValue, decimals: 3)
    case "SQNR dB": FormatWords.decibels(outcome) ?? NumberText.missing
    case "lost": outcome.result.lostCount > 0 ? NumberText.count(outcome.result.lostCount) : ""
    case "MSE":
      outcome.result.error.meanSquaredError.map { NumberText.scientific($0, significant: 4) }
        ?? NumberText.missing
    default: NumberText.count(outcome.byteCount)
    }
  }
}

extension FormatPicture.Mark {
  /// What is drawn: the marks of the table's rows, and a dot for a row without one.
  fileprivate var glyph: Character { isOnFrontier ? "●" : hasLosses ? "✗" : "∙" }
}
