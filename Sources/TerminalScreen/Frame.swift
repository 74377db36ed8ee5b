/// A border with a word or two in its upper and lower edge.
public struct Frame: Hashable, Sendable {
  /// In the upper edge on the left.
  public var title: StyledText
  /// In the upper edge on the right.
  public var note: StyledText
  /// In the lower edge on the left.
  public var footer: StyledText
  /// In the lower edge on the right.
  public var footerNote: StyledText
  /// How the lines are drawn.
  public var style: Style

  /// A frame with the given words.
  public init(
    title: StyledText = "", note: StyledText = "", footer: StyledText = "",
    footerNote: StyledText = "", style: Style = .muted
  ) {
    self.title = title
    self.note = note
    self.footer = footer
    self.footerNote = footerNote
    self.style = style
  }

  /// Draws the border along the edge of a rectangle of at least two columns and two rows.
  public func draw(on canvas: inout Canvas, in rect: Rect) {
    guard rect.columns >= 2, rect.rows >= 2 else { return }
    let right = rect.endColumn - 1
    for row in rect.row...rect.lastRow {
      canvas[column: rect.column, row: row] = Cell("│", style: style)
      canvas[column: right, row: row] = Cell("│", style: style)
    }
    edge(on: &canvas, row: rect.row, in: rect, ends: ("╭", "╮"), left: title, right: note)
    edge(
      on: &canvas, row: rect.lastRow, in: rect, ends: ("╰", "╯"), left: footer, right: footerNote)
  }

  private func edge(
    on canvas: inout Canvas, row: Int, in rect: Rect, ends: (Character, Character),
    left: StyledText, right: StyledText
  ) {
    canvas.fill(
      Rect(column: rect.column, row: row, columns: rect.columns, rows: 1),
      with: Cell("─", style: style))
    canvas[column: rect.column, row: row] = Cell(ends.0, style: style)
    canvas[column: rect.endColumn - 1, row: row] = Cell(ends.1, style: style)
    // Two columns of line stay at each end, and a blank on each side of the words.
    let room = rect.columns - 6
    var used = 0
    if !left.pieces.isEmpty, room > 0 {
      let end = canvas.write(" " + left, column: rect.column + 2, row: row, columns: room + 1)
      canvas.write(" ", column: end, row: row)
      used = end - rect.column - 2
    }
    if !right.pieces.isEmpty, right.columns + used + 2 <= room {
      canvas.write(" " + right + " ", endColumn: rect.endColumn - 2, row: row)
    }
  }
}
