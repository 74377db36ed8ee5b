internal import TerminalScreen

/// Where the export dialog has what.
struct ExportLayout: Hashable, Sendable {
  /// The frame.
  let frame: Rect
  /// Which tensors.
  let scope: Rect
  /// The formats: a list, or where there is little room the one that is chosen.
  let formats: Rect
  /// Who reads the one that is chosen; empty where each line of the list says it, or there is no room.
  let reader: Rect
  /// What it has no words for; empty where there is no room.
  let lost: Rect
  /// The name of the file.
  let file: Rect
  /// What is asked, or went wrong.
  let message: Rect
  /// What would be written.
  let preview: Rect

  /// From so many columns on the list stands beside the rest.
  private static let wideColumns = 100
  /// How many columns it has there.
  private static let listColumns = 47

  /// The layout in the body of a screen, for so many formats.
  init(in body: Rect, formatCount: Int) {
    let isRoomy =
      body.columns >= ScreenShape.smallestFull.columns
      && body.rows >= ScreenShape.smallestFull.rows - 3
    frame = body.centered(
      columns: min(body.columns - (isRoomy ? 6 : 0), 130),
      rows: min(body.rows - (isRoomy ? 2 : 0), 34))
    var rest = frame.inset(columns: 2, rows: 1)
    let nowhere = Rect(column: rest.column, row: rest.row, columns: 0, rows: 0)
    if isRoomy, rest.columns >= Self.wideColumns {
      var left = rest.cutLeft(Self.listColumns)
      _ = left.cutTop(1)
      formats = left
      _ = rest.cutLeft(2)
      scope = rest.cutTop(1)
      reader = rest.cutTop(1)
    } else {
      scope = isRoomy ? rest.cutTop(1) : nowhere
      formats = rest.cutTop(isRoomy ? min(max(rest.rows / 3, 3), 8, max(formatCount, 1)) : 1)
      reader = nowhere
    }
    lost = isRoomy ? rest.cutTop(1) : nowhere
    file = rest.cutTop(1)
    message = rest.cutTop(rest.rows >= 6 ? 2 : 1)
    preview = rest
  }
}
