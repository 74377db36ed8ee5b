internal import TerminalScreen

/// Where everything of the formats view is: the picture beside the table where there is room for both,
/// else above it.
struct FormatsLayout: Hashable, Sendable {
  /// The frame of the picture; empty where there is no room for one.
  let picture: Rect
  /// The numbers of decibels, left of the plot.
  let gutter: Rect
  /// The plot.
  let plot: Rect
  /// The numbers of bits, below the plot.
  let axisRow: Rect
  /// The names of the columns.
  let heading: Rect
  /// The rows.
  let rows: Rect
  /// Which rows these are.
  let position: Rect
  /// What the selected format is.
  let detail: Rect
  /// The place of the first row on the screen.
  let firstRow: Int

  /// From how many columns on the picture has the right half of the screen.
  private static let wide = 118
  /// What the table needs.
  private static let tableColumns = 62

  /// The layout for a screen and so many rows.
  init(size: ScreenSize, count: Int, selectedPlace: Int) {
    var rest = ScreenRows(size).body
    let isFull = ScreenShape(size) == .full
    var frame = Rect(column: 0, row: 0, columns: 0, rows: 0)
    if size.columns >= Self.wide {
      frame = rest.cutRight(size.columns - Self.tableColumns)
    } else if isFull {
      frame = rest.cutTop(rest.rows * 2 / 5)
    }
    picture = frame
    var inner = frame.isEmpty ? frame : frame.inset(columns: 1, rows: 1)
    axisRow = inner.cutBottom(inner.isEmpty ? 0 : 1)
    gutter = inner.cutLeft(inner.isEmpty ? 0 : 5)
    _ = inner.cutRight(inner.isEmpty ? 0 : 1)
    plot = inner
    if size.columns >= Self.wide { _ = rest.cutTop(1) }
    heading = rest.cutTop(1)
    detail = rest.cutBottom(isFull ? 3 : 0)
    position = rest.cutBottom(isFull ? 1 : 0)
    rows = rest
    firstRow = max(0, min(selectedPlace - rows.rows / 2, count - rows.rows))
  }

  /// The layout for a worksheet as it is.
  init(_ screen: FormatsScreen, _ sheet: Worksheet) {
    let rows = screen.rows
    self.init(
      size: sheet.size, count: rows.count, selectedPlace: screen.selectedPlace(rows))
  }

  /// The place of the format in a row of the screen; nil if there is none.
  func place(atRow row: Int) -> Int? {
    row >= rows.row && row < rows.endRow ? firstRow + row - rows.row : nil
  }
}
