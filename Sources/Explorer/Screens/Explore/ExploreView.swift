internal import QuantizationEngine
internal import TerminalScreen

/// Draws the explore view: both histograms, the sliders and the numbers.
enum ExploreView {
  /// Draws the view of a model that has something to measure.
  static func draw(_ model: Model, on canvas: inout Canvas) {
    let layout = ExploreLayout(model)
    if layout.hasFrame { frame(model, layout, on: &canvas) }
    if let counts = model.counts {
      let histograms = Histograms(
        counts, measured: model.reading?.measured, scale: model.countScale,
        elementsPerValue: model.elementsPerValue)
      BarChart(histograms.float).draw(on: &canvas, in: layout.floatBars)
      BarChart(histograms.quantized).draw(on: &canvas, in: layout.quantizedBars)
      BarChart(histograms.squaredError).draw(on: &canvas, in: layout.errorStrip)
    }
    if let line = model.exploreAxisLine {
      AxisView.draw(line, on: &canvas, axisRow: layout.axisRow, labelRow: layout.labelRow)
    }
    SliderView.draw(model.slider(.lower), on: &canvas, in: layout.minRow, layout.sliderTrack)
    SliderView.draw(model.slider(.upper), on: &canvas, in: layout.maxRow, layout.sliderTrack)
    NumbersView.draw(model, on: &canvas, in: layout.numbers)
  }

  private static func frame(_ model: Model, _ layout: ExploreLayout, on canvas: inout Canvas) {
    let words = ExploreWords(model)
    Frame(
      title: words.title, note: words.note, footer: words.footer, footerNote: words.footerNote
    ).draw(on: &canvas, in: layout.picture)
    let row = layout.axisRow.row
    guard !layout.axisRow.isEmpty else { return }
    canvas[column: layout.picture.column, row: row].character = "├"
    canvas[column: layout.picture.endColumn - 1, row: row].character = "┤"
  }
}

/// Draws an axis with its marks and values.
enum AxisView {
  /// Draws the marks into one row and the values into another, which may be empty.
  static func draw(_ line: AxisLine, on canvas: inout Canvas, axisRow: Rect, labelRow: Rect) {
    if !axisRow.isEmpty {
      for (index, cell) in line.cells.prefix(axisRow.columns).enumerated() {
        canvas[column: axisRow.column + index, row: axisRow.row] = cell
      }
    }
    guard !labelRow.isEmpty else { return }
    for label in line.labels {
      canvas.write(
        label.text, style: label.style, column: labelRow.column + label.column, row: labelRow.row)
    }
  }
}

/// Draws a slider.
enum SliderView {
  /// Draws a slider into a row, its track within the columns of `track`.
  static func draw(_ slider: SliderLine, on canvas: inout Canvas, in rect: Rect, _ track: Rect) {
    guard !rect.isEmpty else { return }
    let row = rect.row
    let style: Style = slider.isActive ? Style(.accent, isBold: true) : .text
    canvas.write(slider.isActive ? "▸" : " ", style: style, column: rect.column, row: row)
    canvas.write(slider.label, style: style, column: rect.column + 1, row: row)
    if track.columns >= 2 {
      canvas[column: track.column - 1, row: row] = Cell("├", style: .muted)
      canvas[column: track.endColumn, row: row] = Cell("┤", style: .muted)
      for column in 0..<track.columns {
        canvas[column: track.column + column, row: row] = Cell("─", style: .muted)
      }
      if let share = slider.share {
        canvas[
          column: track.column + BarChart.place(ofShare: share, columns: track.columns), row: row] =
          Cell(slider.isActive ? "●" : "○", style: style)
      }
    }
    let hasWord = SliderLine.hasWord(rect.columns)
    let column = rect.endColumn - SliderLine.valueColumns(rowColumns: rect.columns)
    let width = SliderLine.valueWidth
    canvas.write(
      StyledText(slider.asked.padded(leading: width), .strong) + StyledText(" → ", .muted)
        + StyledText(slider.representable.padded(leading: width))
        + StyledText(hasWord ? " representable" : "", .muted), column: column, row: row)
  }
}
