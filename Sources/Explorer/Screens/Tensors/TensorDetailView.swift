internal import QuantizationEngine
internal import TerminalScreen

/// Draws the selected tensor below the list, where there is room.
enum TensorDetailView {
  /// The columns that the numbers beside the picture take.
  private static let factColumns = 44

  /// Draws the selected tensor into a rectangle, its first row left blank.
  static func draw(
    _ screen: TensorsScreen, _ sheet: Worksheet, on canvas: inout Canvas, in rect: Rect
  ) {
    var rest = rect
    _ = rest.cutTop(1)
    guard !rest.isEmpty, let tensor = screen.selection?.tensor else { return }
    let subject = sheet.contents.subjects[tensor]
    let detail = TensorDetail(tensor, screen, sheet)
    Frame(
      title: ShortName(subject.tensorName, columns: rest.columns / 2, style: .strong).text,
      note: StyledText(DisplayText(subject.path).string, .muted)
    ).draw(on: &canvas, in: rest)
    var inner = rest.inset(columns: 2, rows: 1)
    // What has to be looked at has the whole width, the picture the rows that are left.
    for flag in detail.flags.prefix(2).reversed() {
      let row = inner.cutBottom(1)
      let name = canvas.write(
        "! \(flag.name)  ", style: Style(.clipped, isBold: true), column: row.column, row: row.row)
      let reason = DisplayText(flag.reason).string
      canvas.write(
        DisplayText.truncated(reason, columns: row.endColumn - name), column: name, row: row.row)
    }
    var facts = inner.cutRight(factColumns)
    _ = facts.cutLeft(2)
    for fact in detail.facts {
      let row = facts.cutTop(1)
      guard !row.isEmpty else { break }
      canvas.write(fact.label, style: .muted, column: row.column, row: row.row)
      canvas.write(
        fact.value, style: .strong, column: row.column + 16, row: row.row,
        columns: max(row.columns - 16, 0))
    }
    let axis = inner.cutBottom(1)
    guard let bars = detail.bars(columns: inner.columns) else { return }
    BarChart(bars).draw(on: &canvas, in: inner)
    canvas.write(detail.lower, style: .muted, column: axis.column, row: axis.row)
    canvas.write(StyledText(detail.upper, .muted), endColumn: axis.endColumn, row: axis.row)
  }
}
