internal import TerminalScreen

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
