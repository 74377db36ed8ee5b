internal import TerminalScreen

/// A page of text in a frame, which may have more lines than there are rows.
struct TextPage {
  /// The frame.
  let frame: Rect
  /// What is inside.
  let inner: Rect
  /// How many columns of text there are.
  let columnCount: Int
  /// How wide each of them is.
  let columnWidth: Int
  /// All the lines.
  let lines: [StyledText]

  /// The widest that text is set, so that an eye finds the next line.
  private static let widest = 96

  /// A page over a rectangle.
  ///
  /// - Parameters:
  ///   - frame: where the page is.
  ///   - twoColumnWidth: how wide the inside must be for two columns of text; nil for never.
  ///   - text: the lines for a number of columns.
  init(_ frame: Rect, twoColumnWidth: Int? = nil, text: (Int) -> [StyledText]) {
    self.frame = frame
    inner = frame.inset(columns: 2, rows: 1)
    columnCount = if let twoColumnWidth, inner.columns >= twoColumnWidth { 2 } else { 1 }
    columnWidth = min(inner.columns / columnCount, TextPage.widest)
    lines = text(columnWidth - 1)
  }

  /// How many lines of text each column has if all are shown.
  var height: Int { (lines.count + columnCount - 1) / columnCount }
  /// The first line that lets the last one be seen.
  var lastFirstLine: Int { max(height - inner.rows, 0) }
}
