internal import TerminalScreen

/// Draws the export dialog over a view.
enum ExportView {
  /// How many columns the names on the left take.
  private static let labelColumns = 10

  /// Draws a dialog into the body of a screen.
  static func draw(_ dialog: ExportDialog, _ model: Model, on canvas: inout Canvas, in body: Rect) {
    let isRoomy = body.columns >= ScreenShape.smallestFull.columns
    let rect = body.centered(
      columns: min(body.columns - (isRoomy ? 8 : 0), 100),
      rows: min(body.rows - (isRoomy ? 2 : 0), 30))
    // A margin keeps the view behind at a distance.
    canvas.fill(
      Rect(
        column: rect.column - 1, row: rect.row, columns: rect.columns + 2, rows: rect.rows))
    Frame(title: StyledText("export", .strong), style: .accent).draw(on: &canvas, in: rect)
    var rest = rect.inset(columns: 2, rows: 1)
    format(dialog, model, on: &canvas, in: rest.cutTop(1))
    if isRoomy { reader(dialog, model, on: &canvas, in: rest.cutTop(1)) }
    var file = rest.cutTop(1)
    canvas.write("file", style: .muted, column: file.column, row: file.row)
    _ = file.cutLeft(labelColumns)
    if !file.isEmpty { LineView.draw(dialog.fileName, on: &canvas, in: file) }
    message(dialog, on: &canvas, in: rest.cutTop(rest.rows >= 6 ? 2 : 1))
    preview(dialog, on: &canvas, in: rest)
  }

  private static func format(
    _ dialog: ExportDialog, _ model: Model, on canvas: inout Canvas, in rect: Rect
  ) {
    canvas.write("format", style: .muted, column: rect.column, row: rect.row)
    guard model.formats.indices.contains(dialog.formatIndex) else { return }
    let title = DisplayText(model.formats[dialog.formatIndex].title).string
    var text = StyledText("‹ ", .accent) + StyledText(title, .strong) + StyledText(" ›", .accent)
    text += StyledText("  \(dialog.formatIndex + 1) of \(model.formats.count)", .muted)
    canvas.write(
      text, column: rect.column + labelColumns, row: rect.row,
      columns: rect.columns - labelColumns)
  }

  private static func reader(
    _ dialog: ExportDialog, _ model: Model, on canvas: inout Canvas, in rect: Rect
  ) {
    guard model.formats.indices.contains(dialog.formatIndex) else { return }
    canvas.write("read by", style: .muted, column: rect.column, row: rect.row)
    let words = DisplayText(model.formats[dialog.formatIndex].reader).string
    let columns = rect.columns - labelColumns
    canvas.write(
      DisplayText.truncated(words, columns: columns), column: rect.column + labelColumns,
      row: rect.row, columns: columns)
  }

  private static func message(_ dialog: ExportDialog, on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let bad = Style(.clipped, isBold: true)
    let text: StyledText =
      switch dialog.stage {
      case .writing: StyledText("writing…", .muted)
      case .confirming(let path, _):
        StyledText("\(DisplayText(path).string) exists: replace it? ", bad)
          + StyledText("y", .accent) + " yes  " + StyledText("n", .accent) + " no"
      case .choosing:
        dialog.complaint.map { StyledText(DisplayText($0).string, bad) }
          ?? StyledText("Enter saves, Tab changes the format, Esc cancels", .muted)
      }
    if text.pieces.count == 1, let piece = text.pieces.first {
      let lines = WrappedText.lines(of: piece.text, columns: rect.columns)
      // The keys are in the last row of the screen as well.
      if dialog.complaint == nil, lines.count > rect.rows { return }
      for (index, line) in lines.prefix(rect.rows).enumerated() {
        canvas.write(line, style: piece.style, column: rect.column, row: rect.row + index)
      }
    } else {
      // The answer must be seen, however long the path is.
      let tail = StyledText.joined(
        text.pieces.dropFirst().map { StyledText($0.text, $0.style) }, by: "")
      let head = DisplayText.truncated(
        text.pieces[0].text, columns: max(rect.columns - tail.columns, 0))
      let column = canvas.write(head, style: bad, column: rect.column, row: rect.row)
      canvas.write(tail, column: column, row: rect.row, columns: rect.endColumn - column)
    }
  }

  private static func preview(_ dialog: ExportDialog, on canvas: inout Canvas, in rect: Rect) {
    guard rect.rows >= 2 else { return }
    var rest = rect
    let heading = rest.cutTop(1)
    switch dialog.preview {
    case .waiting:
      canvas.write("preview…", style: .muted, column: heading.column, row: heading.row)
    case .failed(let sentence):
      let lines = WrappedText.lines(of: DisplayText(sentence).string, columns: rect.columns)
      for (index, line) in lines.prefix(rect.rows).enumerated() {
        canvas.write(
          line, style: Style(.clipped, isBold: true), column: rect.column, row: rect.row + index)
      }
    case .lines(let lines):
      let notes = dialog.caution.map { [($0, Style(.clipped))] } ?? []
      for (note, style) in notes + dialog.remarks.map({ ($0, Style(.accent)) }) {
        for line in WrappedText.lines(of: note, columns: rest.columns) where rest.rows > 1 {
          let row = rest.cutTop(1)
          canvas.write(line, style: style, column: row.column, row: row.row)
        }
      }
      let first = min(dialog.firstLine, max(lines.count - rest.rows, 0))
      let last = min(first + rest.rows, lines.count)
      let place = lines.isEmpty ? "" : ", lines \(first + 1)…\(last) of \(lines.count)"
      canvas.write(
        "preview" + place, style: .muted, column: heading.column, row: heading.row,
        columns: heading.columns)
      for (row, line) in lines[first..<last].enumerated() {
        canvas.write(
          DisplayText.truncated(DisplayText(line).string, columns: rest.columns),
          column: rest.column, row: rest.row + row)
      }
    }
  }
}
