internal import TerminalScreen

/// Draws the explore view: both histograms, the sliders and the numbers.
enum ExploreView {
  /// Draws the view of a tensor that has something to measure.
  static func draw(_ sheet: Worksheet, on canvas: inout Canvas) {
    let layout = ExploreLayout(sheet)
    let desk = sheet.desk
    if layout.hasFrame { frame(sheet, layout, on: &canvas) }
    if let counts = desk.counts {
      let histograms = Histograms(
        counts, measured: desk.inForce == nil ? desk.reading?.measured : nil,
        scale: desk.countScale,
        elementsPerValue: desk.elementsPerValue)
      BarChart(histograms.float).draw(on: &canvas, in: layout.floatBars)
      BarChart(histograms.quantized).draw(on: &canvas, in: layout.quantizedBars)
      BarChart(histograms.squaredError).draw(on: &canvas, in: layout.errorStrip)
    }
    if let axis = layout.axis(of: desk), let line = AxisLine(desk, on: axis) {
      AxisView.draw(line, on: &canvas, axisRow: layout.axisRow, labelRow: layout.labelRow)
    }
    if let inForce = desk.inForce {
      recoding(inForce, desk, layout, on: &canvas)
    } else {
      SliderView.draw(desk.slider(.lower), on: &canvas, in: layout.minRow, layout.sliderTrack)
      SliderView.draw(desk.slider(.upper), on: &canvas, in: layout.maxRow, layout.sliderTrack)
    }
    NumbersView.draw(sheet, on: &canvas, in: layout.numbers)
  }

  /// Draws what stands in place of the sliders, and why there is no picture yet.
  private static func recoding(
    _ inForce: Recoding, _ desk: Desk, _ layout: ExploreLayout, on canvas: inout Canvas
  ) {
    let lines = RecodingLines(inForce, desk)
    for (row, text) in [
      (layout.minRow, lines.reason(columns: layout.minRow.columns - 2)),
      (layout.maxRow, lines.ways(columns: layout.maxRow.columns - 2)),
    ] where !row.isEmpty {
      canvas.write(text, column: row.column + 1, row: row.row, columns: row.columns - 2)
    }
    guard let reason = desk.recodedReason, !layout.quantizedBars.isEmpty else { return }
    let bars = layout.quantizedBars
    let words = WrappedText.lines(of: DisplayText(reason).string, columns: bars.columns)
    let place = bars.centered(columns: bars.columns, rows: min(words.count, bars.rows))
    for (index, line) in words.prefix(place.rows).enumerated() {
      let margin = (bars.columns - DisplayText.columns(of: line)) / 2
      canvas.write(line, style: .muted, column: bars.column + margin, row: place.row + index)
    }
  }

  private static func frame(_ sheet: Worksheet, _ layout: ExploreLayout, on canvas: inout Canvas) {
    let words = ExploreWords(sheet)
    Frame(
      title: words.title, note: words.note, footer: words.footer, footerNote: words.footerNote
    ).draw(on: &canvas, in: layout.picture)
    let row = layout.axisRow.row
    guard !layout.axisRow.isEmpty else { return }
    canvas[column: layout.picture.column, row: row].character = "├"
    canvas[column: layout.picture.endColumn - 1, row: row].character = "┤"
  }
}
