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
        counts, measured: desk.reading?.measured, scale: desk.countScale,
        elementsPerValue: desk.elementsPerValue)
      BarChart(histograms.float).draw(on: &canvas, in: layout.floatBars)
      BarChart(histograms.quantized).draw(on: &canvas, in: layout.quantizedBars)
      BarChart(histograms.squaredError).draw(on: &canvas, in: layout.errorStrip)
    }
    if let axis = layout.axis(of: desk), let line = AxisLine(desk, on: axis) {
      AxisView.draw(line, on: &canvas, axisRow: layout.axisRow, labelRow: layout.labelRow)
    }
    SliderView.draw(desk.slider(.lower), on: &canvas, in: layout.minRow, layout.sliderTrack)
    SliderView.draw(desk.slider(.upper), on: &canvas, in: layout.maxRow, layout.sliderTrack)
    NumbersView.draw(sheet, on: &canvas, in: layout.numbers)
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
