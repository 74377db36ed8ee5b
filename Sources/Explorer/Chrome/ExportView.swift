internal import TerminalScreen

/// Draws the export dialog over a view.
enum ExportView {
  /// How many columns the names on the left take.
  private static let labelColumns = 10

  /// Draws a dialog into the body of a screen.
  static func draw(_ dialog: ExportDialog, _ model: Model, on canvas: inout Canvas, in body: Rect) {
    let layout = ExportLayout(in: body, formatCount: model.formats.count)
    let frame = layout.frame
    // A margin keeps the view behind at a distance.
    canvas.fill(
      Rect(
        column: frame.column - 1, row: frame.row, columns: frame.columns + 2, rows: frame.rows))
    Frame(title: StyledText("export", .strong), style: .accent).draw(on: &canvas, in: frame)
    scope(dialog, model, on: &canvas, in: layout.scope)
    ExportFormatList.draw(dialog, model.formats, on: &canvas, in: layout.formats)
    if model.formats.indices.contains(dialog.formatIndex) {
      line(
        "read by", StyledText(model.formats[dialog.formatIndex].reader), on: &canvas,
        in: layout.reader)
    }
    lost(dialog, on: &canvas, in: layout.lost)
    var file = layout.file
    canvas.write("file", style: .muted, column: file.column, row: file.row)
    _ = file.cutLeft(labelColumns)
    if !file.isEmpty { LineView.draw(dialog.fileName, on: &canvas, in: file) }
    message(dialog, on: &canvas, in: layout.message)
    preview(dialog, on: &canvas, in: layout.preview)
  }

  private static func scope(
    _ dialog: ExportDialog, _ model: Model, on canvas: inout Canvas, in rect: Rect
  ) {
    let count = model.sheet.worksheetCount
    let tensors = count == 1 ? "1 tensor" : "\(NumberText.count(count)) tensors"
    let text: StyledText =
      switch dialog.scope {
      case .tensor:
        StyledText(DisplayText(model.subject.tensorName).string, .strong)
          + (count > 0 ? StyledText("  Ctrl-T: all that is tuned, \(tensors)", .muted) : "")
      case .worksheet:
        StyledText("the worksheet, \(tensors)", .strong)
          + (model.screen.deskUse == .none ? "" : StyledText("  Ctrl-T: this one alone", .muted))
      }
    line("what", text, on: &canvas, in: rect)
  }

  private static func lost(_ dialog: ExportDialog, on canvas: inout Canvas, in rect: Rect) {
    guard case .lines = dialog.preview else { return }
    line(
      "left out",
      dialog.lost.map {
        StyledText(
          DisplayText.truncated(DisplayText($0).string, columns: rect.columns - labelColumns),
          Style(.accent))
      }
        ?? StyledText("nothing", .muted), on: &canvas, in: rect)
  }

  /// A name, and what there is to say under it.
  private static func line(
    _ label: String, _ text: StyledText, on canvas: inout Canvas, in rect: Rect
  ) {
    guard !rect.isEmpty else { return }
    canvas.write(label, style: .muted, column: rect.column, row: rect.row)
    canvas.write(
      text, column: rect.column + labelColumns, row: rect.row,
      columns: rect.columns - labelColumns)
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
          ?? StyledText("Enter saves, ↑↓ change the format, Esc cancels", .muted)
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
