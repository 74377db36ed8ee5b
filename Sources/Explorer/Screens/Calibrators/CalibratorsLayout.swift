internal import TerminalScreen

/// Where everything of the table of calibrators is.
struct CalibratorsLayout: Hashable, Sendable {
  /// The names of the columns.
  let heading: Rect
  /// The rows.
  let rows: Rect
  /// The place of the first row on the screen, where there are more than rows.
  let firstRow: Int
  /// Which rows these are.
  let position: Rect
  /// What the selected calibrator is about.
  let detail: Rect
  /// The letters of the calibrators over the histogram.
  let letters: Rect
  /// The histogram with the marks of the selected calibrator.
  let picture: Rect
  /// The axis under the histogram.
  let axisRow: Rect
  /// The values under the axis.
  let labelRow: Rect

  /// The layout for a worksheet as it is.
  init(_ screen: CalibratorsScreen, _ sheet: Worksheet) {
    let table = sheet.desk.table
    self.init(
      size: sheet.size, count: table.calibrators.count,
      selectedPlace: screen.selectedPlace(table))
  }

  /// The rows of the picture where it shares the screen with more calibrators than fit.
  private static let pictureRows = 10

  /// The layout for a screen and so many calibrators.
  init(size: ScreenSize, count: Int, selectedPlace: Int) {
    var rest = ScreenRows(size).body
    let isFull = ScreenShape(size) == .full
    if isFull { _ = rest.cutTop(1) }
    heading = rest.cutTop(1)
    let detailRows = isFull ? 7 : max(rest.rows - count, 0)
    let below = detailRows + (isFull ? 1 : 0)
    let isTall = rest.rows - below >= 2 * CalibratorsLayout.pictureRows
    let room = rest.rows - below - (isTall ? CalibratorsLayout.pictureRows : 0)
    rows = rest.cutTop(min(count, max(room, 1)))
    position = rest.cutTop(isFull ? 1 : 0)
    firstRow = max(0, min(selectedPlace - rows.rows / 2, count - rows.rows))
    detail = rest.cutTop(detailRows)
    let hasPicture = isFull && rest.rows >= 4
    if !hasPicture { _ = rest.cutTop(rest.rows) }
    if hasPicture, rest.rows >= 8 { _ = rest.cutTop(1) }
    var inner = rest.inset(columns: 1, rows: 0)
    labelRow = inner.cutBottom(hasPicture ? 1 : 0)
    axisRow = inner.cutBottom(hasPicture ? 1 : 0)
    letters = inner.cutTop(hasPicture ? 1 : 0)
    picture = inner
  }

  /// The place of the calibrator in a row of the screen; nil if there is none.
  func place(atRow row: Int) -> Int? {
    row >= rows.row && row < rows.endRow ? firstRow + row - rows.row : nil
  }
}
