/// One column of one row: a character and how it is drawn.
public struct Cell: Hashable, Sendable {
  /// The character; a blank where nothing stands.
  ///
  /// A character two columns wide stands in its first column; the second holds ``continuation``.
  public var character: Character
  /// How it is drawn.
  public var style: Style

  /// A cell with a character and a style.
  public init(_ character: Character = " ", style: Style = .text) {
    self.character = character
    self.style = style
  }

  /// The second column of a character two columns wide.
  public static let continuation = Cell("\u{0}")
}

/// The size of a screen in character cells.
public struct ScreenSize: Hashable, Sendable {
  /// Cells from left to right.
  public var columns: Int
  /// Cells from top to bottom.
  public var rows: Int

  /// A size of `columns` by `rows` cells.
  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// A grid of cells: the whole of what a view hands to a terminal.
///
/// Writing outside the grid is allowed and does nothing, so no view can overrun a small screen.
public struct Canvas: Hashable, Sendable {
  /// How large the grid is; never negative.
  public let size: ScreenSize
  /// The cells in row-major order.
  public private(set) var cells: [Cell]

  /// A canvas of blanks, or of `fill` (a test fills with `x` to see what nobody drew).
  public init(size: ScreenSize, fill: Cell = Cell()) {
    self.size = ScreenSize(columns: max(size.columns, 0), rows: max(size.rows, 0))
    cells = Array(repeating: fill, count: self.size.columns * self.size.rows)
  }

  /// The cell at a place; outside the grid a blank is read and nothing is written.
  public subscript(column column: Int, row row: Int) -> Cell {
    get { contains(column: column, row: row) ? cells[row * size.columns + column] : Cell() }
    set {
      guard contains(column: column, row: row) else { return }
      cells[row * size.columns + column] = newValue
    }
  }

  /// Makes every cell the same.
  public mutating func fill(with cell: Cell = Cell()) {
    cells = Array(repeating: cell, count: cells.count)
  }

  /// Whether a place is on the grid.
  public func contains(column: Int, row: Int) -> Bool {
    column >= 0 && column < size.columns && row >= 0 && row < size.rows
  }

  /// The cells of one row.
  public func row(_ row: Int) -> ArraySlice<Cell> {
    cells[row * size.columns..<(row + 1) * size.columns]
  }
}
