internal import TerminalScreen

/// Draws a page of text over a view.
enum TextPageView {
  /// Draws a page from a line on.
  static func draw(_ page: TextPage, title: String, firstLine: Int, on canvas: inout Canvas) {
    let first = min(firstLine, page.lastFirstLine)
    canvas.fill(page.frame)
    let last = min(first + page.inner.rows, page.height)
    Frame(
      title: StyledText(title, .strong),
      note: page.lastFirstLine > 0
        ? StyledText("lines \(first + 1)…\(last) of \(page.height)", .muted) : "",
      footerNote: first < page.lastFirstLine ? StyledText("↓ more", .muted) : ""
    ).draw(on: &canvas, in: page.frame)
    for column in 0..<page.columnCount {
      for row in 0..<page.inner.rows {
        let line = column * page.height + first + row
        guard first + row < page.height, page.lines.indices.contains(line) else { break }
        canvas.write(
          page.lines[line], column: page.inner.column + column * page.columnWidth,
          row: page.inner.row + row, columns: page.columnWidth - 1)
      }
    }
  }
}
