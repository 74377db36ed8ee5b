internal import QuantizationEngine
internal import TerminalScreen

/// Draws the trade-off view: curves over one threshold, or a map over both.
enum TradeOffView {
  /// Draws the view of a tensor that has something to measure.
  static func draw(_ screen: TradeOffScreen, _ sheet: Worksheet, on canvas: inout Canvas) {
    let layout = screen.layout(sheet)
    let desk = sheet.desk
    let shape = screen.effectiveShape(of: desk)
    let words = TradeOffWords(desk, shape: shape)
    if layout.hasFrame {
      Frame(title: words.title, note: words.note).draw(on: &canvas, in: layout.picture)
    }
    switch shape {
    case .curve: CurveView.draw(screen, sheet, layout, on: &canvas)
    case .map: MapView.draw(screen, sheet, layout, on: &canvas)
    }
    line(words.legend, on: &canvas, in: layout.legend)
    line(words.markLegend, on: &canvas, in: layout.markLegend)
    for (threshold, row) in [(Threshold.lower, layout.minRow), (.upper, layout.maxRow)] {
      SliderView.draw(desk.slider(threshold), on: &canvas, in: row, SliderLine.track(in: row))
    }
    line(words.numbers, on: &canvas, in: layout.numbers)
  }

  private static func line(_ texts: [StyledText], on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let text = texts.first { $0.columns + 2 <= rect.columns } ?? texts.last ?? ""
    canvas.write(text, column: rect.column + 1, row: rect.row, columns: rect.columns - 2)
  }

  /// Draws a sentence in the middle of the plot, where there is nothing to plot.
  static func sentence(_ text: String, on canvas: inout Canvas, in plot: Rect) {
    let lines = WrappedText.lines(of: text, columns: plot.columns)
    let rect = plot.centered(columns: plot.columns, rows: lines.count)
    for (index, line) in lines.prefix(rect.rows).enumerated() {
      let margin = (rect.columns - DisplayText.columns(of: line)) / 2
      canvas.write(line, style: .muted, column: rect.column + margin, row: rect.row + index)
    }
  }

  /// Writes a label so that it ends one column before the plot.
  static func tick(_ text: String, on canvas: inout Canvas, in gutter: Rect, row: Int) {
    canvas.write(
      StyledText(text, .muted), endColumn: gutter.endColumn - 1, row: row,
      columns: gutter.columns - 1)
  }
}

/// Draws the curves.
enum CurveView {
  /// Draws the curve of a tensor into its layout.
  static func draw(
    _ screen: TradeOffScreen, _ sheet: Worksheet, _ layout: TradeOffLayout,
    on canvas: inout Canvas
  ) {
    let plot = layout.plot
    guard let window = sheet.desk.tradeOffWindow,
      let axis = Axis(window: window, columns: plot.columns)
    else {
      TradeOffView.sentence(
        "no value lies on this side of zero, so this threshold changes nothing; Tab moves the other",
        on: &canvas, in: plot)
      return
    }
    let line = TradeOffAxis(sheet.desk, axis: axis)
    AxisView.draw(line.axis, on: &canvas, axisRow: layout.axisRow, labelRow: layout.labelRow)
    if !layout.markRow.isEmpty {
      for mark in line.marks {
        canvas[column: layout.markRow.column + mark.column, row: layout.markRow.row] = Cell(
          mark.letter, style: mark.style)
      }
    }
    guard let curve = screen.curve.known, curve.key == screen.curveKey(sheet) else {
      TradeOffView.sentence("measuring…", on: &canvas, in: plot)
      return
    }
    guard let picture = CurvePicture(curve.value, columns: plot.columns, axis: axis) else {
      TradeOffView.sentence("there is no error to plot", on: &canvas, in: plot)
      return
    }
    for column in line.guides where plot.columns > column {
      for row in plot.row..<plot.endRow {
        canvas[column: plot.column + column, row: row] = Cell("│", style: .muted)
      }
    }
    for line in picture.lines { line.draw(on: &canvas, in: plot) }
    for tick in picture.ticks(rows: plot.rows) {
      TradeOffView.tick(tick.text, on: &canvas, in: layout.gutter, row: plot.row + tick.row)
    }
    divergence(picture, layout, on: &canvas)
  }

  private static func divergence(
    _ picture: CurvePicture, _ layout: TradeOffLayout, on canvas: inout Canvas
  ) {
    guard let range = picture.divergenceRange, !layout.divergence.isEmpty else { return }
    BarChart(picture.divergence).draw(on: &canvas, in: layout.divergence)
    let gutter = layout.gutter
    TradeOffView.tick(
      NumberText.significant(range.upperBound, 2), on: &canvas, in: gutter,
      row: layout.divergence.row)
    TradeOffView.tick(
      NumberText.significant(range.lowerBound, 2), on: &canvas, in: gutter,
      row: layout.divergence.lastRow)
    if layout.divergence.rows > 2 {
      TradeOffView.tick("KL nats", on: &canvas, in: gutter, row: layout.divergence.row + 1)
    }
  }
}

/// Draws the map.
enum MapView {
  /// Draws the map of a tensor into its layout.
  static func draw(
    _ screen: TradeOffScreen, _ sheet: Worksheet, _ layout: TradeOffLayout,
    on canvas: inout Canvas
  ) {
    let plot = layout.plot
    guard let key = screen.mapKey(sheet) else {
      TradeOffView.sentence(
        "all values lie on one side of zero, so there is one threshold to look at; v shows its curve",
        on: &canvas, in: plot)
      return
    }
    let shown = MapAxes(sheet.desk, key: key)
    for label in shown.rowLabels {
      TradeOffView.tick(label.text, on: &canvas, in: layout.gutter, row: plot.row + label.row)
    }
    AxisView.draw(shown.axis, on: &canvas, axisRow: layout.axisRow, labelRow: layout.labelRow)
    guard let known = screen.map.known, known.key == key else {
      TradeOffView.sentence(
        "measuring \(key.lowers.count * key.uppers.count) ranges…", on: &canvas, in: plot)
      return
    }
    guard let picture = MapPicture(known.value) else {
      TradeOffView.sentence("there is no error to map", on: &canvas, in: plot)
      return
    }
    for (row, cells) in picture.rows.enumerated() {
      for (column, cell) in cells.enumerated() {
        canvas[column: plot.column + column, row: plot.row + row] = cell
      }
    }
    for mark in shown.marks {
      canvas[column: plot.column + mark.column, row: plot.row + mark.row] = Cell(
        mark.letter, style: mark.style)
    }
  }
}
