internal import TerminalScreen

/// Where everything of the list is.
struct TensorsLayout: Hashable, Sendable {
  /// The names of the columns.
  let heading: Rect
  /// The rows.
  let rows: Rect
  /// Which rows these are, and in which order.
  let position: Rect
  /// What the selected tensor is about; empty where there is no room.
  let detail: Rect

  /// How many rows the detail takes, with a blank one above.
  private static let detailRows = 9
  /// From how many rows on there is room for it.
  private static let tallScreen = 34

  /// The layout of a screen.
  init(_ size: ScreenSize) {
    var rest = ScreenRows(size).body
    heading = rest.cutTop(1)
    let isTall = size.rows >= TensorsLayout.tallScreen && size.columns >= 100
    detail = rest.cutBottom(isTall ? TensorsLayout.detailRows : 0)
    position = rest.cutBottom(rest.rows > 6 ? 1 : 0)
    rows = rest
  }
}
