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
  /// The frame of the picture of all damages; empty where there is no room.
  let profile: Rect

  /// How many rows the detail takes, with a blank one above.
  private static let detailRows = 9
  /// How many more where there are two damages to tell.
  private static let comparisonRows = 3
  /// From how many rows on there is room for it.
  private static let tallScreen = 34
  /// From how many columns on there is room for the picture of all damages beside it.
  private static let wideScreen = 118
  /// How many columns that has, with its frame.
  private static let profileColumns = 40

  /// The layout of the list.
  init(_ sheet: Worksheet) {
    self.init(sheet.size, isComparison: sheet.contents.comparedWith != nil)
  }

  /// The layout of a screen.
  init(_ size: ScreenSize, isComparison: Bool) {
    var rest = ScreenRows(size).body
    heading = rest.cutTop(1)
    let isTall = size.rows >= TensorsLayout.tallScreen && size.columns >= 100
    let detailRows = Self.detailRows + (isComparison ? Self.comparisonRows : 0)
    var below = rest.cutBottom(isTall ? detailRows : 0)
    position = rest.cutBottom(rest.rows > 6 ? 1 : 0)
    rows = rest
    // The row above stays blank.
    var beside = below.cutRight(size.columns >= TensorsLayout.wideScreen ? Self.profileColumns : 0)
    _ = beside.cutTop(1)
    profile = beside
    detail = below
  }

  /// The bars of the picture of all damages, within its frame: the axis is left of them.
  var bars: Rect {
    guard !profile.isEmpty else { return profile }
    var rest = profile.inset(columns: 2, rows: 1)
    _ = rest.cutLeft(TensorsLayout.axisColumns)
    return rest
  }

  /// How many columns the numbers beside the bars take.
  static let axisColumns = 4
}
