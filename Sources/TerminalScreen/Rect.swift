/// A rectangle of cells, from which a layout cuts pieces.
public struct Rect: Hashable, Sendable {
  /// The first column.
  public var column: Int
  /// The first row.
  public var row: Int
  /// How many columns there are; never negative.
  public private(set) var columns: Int
  /// How many rows there are; never negative.
  public private(set) var rows: Int

  /// A rectangle at a place; a negative size becomes zero.
  public init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(columns, 0)
    self.rows = max(rows, 0)
  }

  /// The whole of a screen.
  public init(_ size: ScreenSize) {
    self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
  }

  /// Whether it has no cells.
  public var isEmpty: Bool { columns == 0 || rows == 0 }
  /// The column behind the last one.
  public var endColumn: Int { column + columns }
  /// The row behind the last one.
  public var endRow: Int { row + rows }
  /// The last row.
  public var lastRow: Int { endRow - 1 }

  /// Whether a place lies within.
  public func contains(column: Int, row: Int) -> Bool {
    column >= self.column && column < endColumn && row >= self.row && row < endRow
  }

  /// Cuts rows off the top, as many as there are up to `count`, and returns them.
  public mutating func cutTop(_ count: Int) -> Rect {
    let taken = min(max(count, 0), rows)
    let piece = Rect(column: column, row: row, columns: columns, rows: taken)
    row += taken
    rows -= taken
    return piece
  }

  /// Cuts rows off the bottom, as many as there are up to `count`, and returns them.
  public mutating func cutBottom(_ count: Int) -> Rect {
    let taken = min(max(count, 0), rows)
    rows -= taken
    return Rect(column: column, row: endRow, columns: columns, rows: taken)
  }

  /// Cuts columns off the left, as many as there are up to `count`, and returns them.
  public mutating func cutLeft(_ count: Int) -> Rect {
    let taken = min(max(count, 0), columns)
    let piece = Rect(column: column, row: row, columns: taken, rows: rows)
    column += taken
    columns -= taken
    return piece
  }

  /// Cuts columns off the right, as many as there are up to `count`, and returns them.
  public mutating func cutRight(_ count: Int) -> Rect {
    let taken = min(max(count, 0), columns)
    columns -= taken
    return Rect(column: endColumn, row: row, columns: taken, rows: rows)
  }

  /// The rectangle without `columns` on the left and right and `rows` at the top and bottom.
  public func inset(columns: Int, rows: Int) -> Rect {
    var inner = self
    _ = inner.cutLeft(columns)
    _ = inner.cutRight(columns)
    _ = inner.cutTop(rows)
    _ = inner.cutBottom(rows)
    return inner
  }

  /// A rectangle of at most the given size in the middle of this one.
  public func centered(columns: Int, rows: Int) -> Rect {
    let width = min(max(columns, 0), self.columns)
    let height = min(max(rows, 0), self.rows)
    return Rect(
      column: column + (self.columns - width) / 2, row: row + (self.rows - height) / 2,
      columns: width, rows: height)
  }
}
