internal import TerminalScreen

/// Draws a sentence in the middle of the screen, where there is nothing to measure.
enum NoticeView {
  /// Draws a notice into the body of a screen.
  static func draw(_ notice: Notice, on canvas: inout Canvas, in rect: Rect) {
    let columns = min(rect.columns - 4, 76)
    let detail = WrappedText.lines(of: DisplayText(notice.detail).string, columns: columns)
    let height = 2 + (notice.progress == nil ? 0 : 1) + detail.count
    var rest = rect.centered(columns: columns, rows: height)
    let heading = rest.cutTop(1)
    center(
      DisplayText(notice.heading).string,
      notice.tone == .bad ? Style(.clipped, isBold: true) : .strong, on: &canvas, in: heading)
    _ = rest.cutTop(1)
    if let progress = notice.progress {
      let bar = rest.cutTop(1).centered(columns: 40, rows: 1)
      ProgressView.draw(progress, on: &canvas, in: bar)
    }
    for line in detail { center(line, .muted, on: &canvas, in: rest.cutTop(1)) }
  }

  private static func center(
    _ text: String, _ style: Style, on canvas: inout Canvas, in rect: Rect
  ) {
    guard !rect.isEmpty else { return }
    let shown = DisplayText.truncated(text, columns: rect.columns)
    let margin = (rect.columns - DisplayText.columns(of: shown)) / 2
    canvas.write(shown, style: style, column: rect.column + margin, row: rect.row)
  }
}

/// Draws how far something is.
enum ProgressView {
  /// Draws a share of a row.
  static func draw(_ share: Double, on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let done = BarChart.cells(ofShare: share, columns: rect.columns)
    for column in 0..<rect.columns {
      canvas[column: rect.column + column, row: rect.row] =
        column < done ? Cell("█", style: .accent) : Cell("░", style: .muted)
    }
  }
}

/// Draws how far the reading is, at the right of the status row.
enum ProgressLineView {
  /// Draws a line into a rectangle of its columns and one on each side.
  static func draw(_ line: ProgressLine, on canvas: inout Canvas, in rect: Rect) {
    var column = rect.column + 1
    column = canvas.write(line.label, style: .muted, column: column, row: rect.row)
    if line.barColumns > 0 {
      let bar = Rect(column: column + 1, row: rect.row, columns: line.barColumns, rows: 1)
      ProgressView.draw(line.share, on: &canvas, in: bar)
      column = bar.endColumn
    }
    canvas.write(line.numbers, style: Style(.accent), column: column, row: rect.row)
  }
}

/// Draws what stands where a view has no room at all.
enum TooSmallView {
  /// Draws as much of the sentence as a screen can show.
  static func draw(_ size: ScreenSize, on canvas: inout Canvas) {
    let smallest = ScreenShape.smallest
    let lines = [
      "too small",
      "\(size.columns)×\(size.rows), need \(smallest.columns)×\(smallest.rows)",
      "q quits",
    ]
    let rect = Rect(size).centered(columns: size.columns, rows: min(lines.count, size.rows))
    for (index, line) in lines.prefix(rect.rows).enumerated() {
      let shown = DisplayText.truncated(line, columns: rect.columns)
      let margin = (rect.columns - DisplayText.columns(of: shown)) / 2
      canvas.write(
        shown, style: index == 0 ? .strong : .muted, column: rect.column + margin,
        row: rect.row + index)
    }
  }
}
