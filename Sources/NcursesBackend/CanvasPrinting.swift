package import TerminalScreen

/// A character on its way to the terminal: how many columns it takes is settled.
package struct PrintedCell: Hashable, Sendable {
  package var character: Character
  package var columns: Int
  package var style: Style

  /// A character that takes one column, or two.
  package init(_ character: Character, columns: Int = 1, style: Style = .text) {
    self.character = character
    self.columns = columns
    self.style = style
  }
}

extension Canvas {
  /// The columns of a row that differ from an older canvas, clipped to the width of the screen.
  ///
  /// One range from the first to the last difference; ncurses finds what to send within it. It
  /// never begins or ends inside a character two columns wide, of either canvas. Beside a canvas
  /// smaller than the screen there are blanks.
  ///
  /// - Parameters:
  ///   - row: The row; below the canvas there are blanks.
  ///   - older: What the screen shows now; nil when that is not known, and then all has changed.
  ///   - width: The columns of the screen.
  /// - Returns: The columns, or nil if nothing changed.
  package func changedColumns(inRow row: Int, from older: Canvas?, width: Int) -> Range<Int>? {
    guard width > 0 else { return nil }
    guard let older else { return 0..<width }
    func isChanged(_ column: Int) -> Bool {
      self[column: column, row: row] != older[column: column, row: row]
    }
    guard var first = (0..<width).first(where: isChanged),
      var last = (0..<width).last(where: isChanged)
    else { return nil }
    func isContinued(_ column: Int) -> Bool {
      self[column: column, row: row].isContinuation
        || older[column: column, row: row].isContinuation
    }
    while first > 0, isContinued(first) { first -= 1 }
    while last + 1 < width, isContinued(last + 1) { last += 1 }
    return first..<(last + 1)
  }

  /// The characters that fill some columns of a row exactly, whatever a view has put there.
  ///
  /// A character that the terminal would draw in another number of columns than the canvas gives
  /// it would push the rest of the row aside, so it becomes `?`: a control character, half of a wide
  /// one, a wide one cut by the edge. A column left over is blank.
  ///
  /// - Parameters:
  ///   - columns: The columns to fill.
  ///   - row: The row; outside the canvas there are blanks.
  ///   - width: How many columns the terminal draws a character in; below 1 if it cannot.
  /// - Returns: Characters whose columns add up to those of `columns`.
  package func printedCells(
    in columns: Range<Int>, row: Int, width: (Character) -> Int
  ) -> [PrintedCell] {
    var printed: [PrintedCell] = []
    printed.reserveCapacity(columns.count)
    var column = columns.lowerBound
    while column < columns.upperBound {
      let cell = self[column: column, row: row]
      let isFollowed =
        column + 1 < columns.upperBound && self[column: column + 1, row: row].isContinuation
      if cell.isContinuation {
        printed.append(PrintedCell(" ", style: cell.style))
      } else {
        switch (width(cell.character), isFollowed) {
        case (1, _):
          printed.append(PrintedCell(cell.character, style: cell.style))
        case (2, true):
          printed.append(PrintedCell(cell.character, columns: 2, style: cell.style))
          column += 1
        default:
          printed.append(PrintedCell("?", style: cell.style))
        }
      }
      column += 1
    }
    return printed
  }
}

extension Cell {
  /// Whether this is the second column of a character two columns wide, in whatever style.
  var isContinuation: Bool { character == Cell.continuation.character }
}
