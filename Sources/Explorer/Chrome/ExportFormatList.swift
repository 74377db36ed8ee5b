internal import TerminalScreen

/// Draws the formats of the export dialog, with who reads each where there is room.
enum ExportFormatList {
  /// From so many columns on a line says who reads the format.
  private static let readerColumns = 60
  /// How many columns a title has there.
  private static let titleColumns = 47

  /// Draws as many formats as there are rows, the chosen one among them; in one row it alone.
  static func draw(
    _ dialog: ExportDialog, _ formats: [ExportFormat], on canvas: inout Canvas, in rect: Rect
  ) {
    guard !rect.isEmpty, formats.indices.contains(dialog.formatIndex) else { return }
    guard rect.rows > 1 else {
      let title = DisplayText(formats[dialog.formatIndex].title).string
      let text =
        StyledText("‹ ", .accent) + StyledText(title, .strong) + StyledText(" ›", .accent)
        + StyledText("  \(dialog.formatIndex + 1) of \(formats.count)", .muted)
      canvas.write(text, column: rect.column, row: rect.row, columns: rect.columns)
      return
    }
    let first = min(
      max(dialog.formatIndex - rect.rows / 2, 0), max(formats.count - rect.rows, 0))
    for (row, index) in formats.indices.dropFirst(first).prefix(rect.rows).enumerated() {
      draw(
        formats[index], isChosen: index == dialog.formatIndex,
        // What is above or below is said at the end of the first and the last line.
        isContinued: row == 0 && index > 0 || row == rect.rows - 1 && index < formats.count - 1,
        on: &canvas,
        in: Rect(column: rect.column, row: rect.row + row, columns: rect.columns, rows: 1))
    }
  }

  private static func draw(
    _ format: ExportFormat, isChosen: Bool, isContinued: Bool, on canvas: inout Canvas,
    in rect: Rect
  ) {
    let style: Style = isChosen ? .selected : .text
    let hasReader = rect.columns >= readerColumns
    let room = (hasReader ? titleColumns : rect.columns) - 2
    canvas.write(isChosen ? "▸ " : "  ", style: style, column: rect.column, row: rect.row)
    let title = DisplayText.truncated(DisplayText(format.title).string, columns: room)
    let padding = String(repeating: " ", count: max(room - DisplayText.columns(of: title), 0))
    canvas.write(title + padding, style: style, column: rect.column + 2, row: rect.row)
    if hasReader {
      canvas.write(
        DisplayText.truncated(
          DisplayText(format.reader).string, columns: rect.columns - titleColumns - 4),
        style: .muted, column: rect.column + titleColumns + 1, row: rect.row)
    }
    if isContinued {
      canvas.write("…", style: .muted, column: rect.endColumn - 1, row: rect.row)
    }
  }
}
