extension Canvas {
  /// Writes a text from left to right and clips it.
  ///
  /// A character two columns wide that would be cut becomes a blank; a character that cannot be
  /// shown is left out.
  ///
  /// - Parameters:
  ///   - text: one line.
  ///   - style: how it is drawn.
  ///   - column: where it begins.
  ///   - row: the row.
  ///   - limit: how many columns it may take.
  /// - Returns: the column behind what was written.
  @discardableResult
  public mutating func write(
    _ text: some StringProtocol, style: Style = .text, column: Int, row: Int,
    columns limit: Int = Int.max
  ) -> Int {
    let end = min(size.columns, limit > size.columns - column ? size.columns : column + limit)
    var place = column
    for character in text {
      let width = DisplayText.columns(of: character)
      guard width > 0 else { continue }
      guard place < end else { break }
      if width == 1 {
        put(Cell(character, style: style), column: place, row: row)
      } else if place + 2 <= end {
        put(Cell(character, style: style), column: place, row: row)
        put(Cell(Cell.continuation.character, style: style), column: place + 1, row: row)
      } else {
        put(Cell(style: style), column: place, row: row)
      }
      place += width
    }
    return min(place, max(end, column))
  }

  /// Writes a text of several styles from left to right and clips it.
  ///
  /// - Returns: the column behind what was written.
  @discardableResult
  public mutating func write(
    _ text: StyledText, column: Int, row: Int, columns limit: Int = Int.max
  ) -> Int {
    let end = limit > size.columns - column ? size.columns : column + limit
    return text.pieces.reduce(column) { place, piece in
      write(piece.text, style: piece.style, column: place, row: row, columns: end - place)
    }
  }

  /// Writes a text so that it ends before a column; its beginning is clipped at `limit` columns.
  public mutating func write(
    _ text: StyledText, endColumn: Int, row: Int, columns limit: Int = Int.max
  ) {
    let width = text.columns
    guard width <= limit else { return }
    write(text, column: endColumn - width, row: row)
  }

  /// Fills a rectangle with one cell.
  public mutating func fill(_ rect: Rect, with cell: Cell = Cell()) {
    for row in max(rect.row, 0)..<max(min(rect.endRow, size.rows), max(rect.row, 0)) {
      for column in max(
        rect.column, 0)..<max(min(rect.endColumn, size.columns), max(rect.column, 0))
      {
        put(cell, column: column, row: row)
      }
    }
  }

  /// Sets a cell and blanks the other half of a character two columns wide that it destroys.
  private mutating func put(_ cell: Cell, column: Int, row: Int) {
    guard contains(column: column, row: row) else { return }
    let continuation = Cell.continuation.character
    if self[column: column, row: row].character == continuation {
      self[column: column - 1, row: row].character = " "
    }
    if self[column: column + 1, row: row].character == continuation {
      self[column: column + 1, row: row].character = " "
    }
    self[column: column, row: row] = cell
  }
}
