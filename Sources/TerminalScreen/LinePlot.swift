/// A line through one row of each column, drawn with box characters.
public struct LinePlot: Hashable, Sendable {
  /// The characters that a line is made of, so that lines are told apart without colour.
  public enum Weight: Hashable, Sendable, CaseIterable {
    /// `─│╭╮╰╯`
    case light
    /// `━┃┏┓┗┛`
    case heavy
    /// `═║╔╗╚╝`
    case double

    /// The horizontal piece, for a legend.
    public var horizontal: Character { glyphs[0] }

    /// Horizontal, vertical, then the corners: right-down, left-down, right-up, left-up.
    fileprivate var glyphs: [Character] {
      switch self {
      case .light: ["─", "│", "╭", "╮", "╰", "╯"]
      case .heavy: ["━", "┃", "┏", "┓", "┗", "┛"]
      case .double: ["═", "║", "╔", "╗", "╚", "╝"]
      }
    }
  }

  /// For each column how high the line is, from 0 at the bottom to 1 at the top; nil for a gap.
  public var heights: [Double?]
  /// The characters.
  public var weight: Weight
  /// How it is drawn.
  public var style: Style

  /// A line of the given heights.
  public init(_ heights: [Double?], weight: Weight, style: Style) {
    self.heights = heights
    self.weight = weight
    self.style = style
  }

  /// Draws the line into a rectangle, over what is there.
  public func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let glyphs = weight.glyphs
    var previous: Int?
    for (index, height) in heights.prefix(rect.columns).enumerated() {
      guard let height, !height.isNaN else {
        previous = nil
        continue
      }
      let row = rect.lastRow - BarChart.place(ofShare: height, columns: rect.rows)
      let column = rect.column + index
      func put(_ glyph: Int, _ row: Int) {
        canvas[column: column, row: row] = Cell(glyphs[glyph], style: style)
      }
      if let before = previous, before != row {
        // The line comes in at the old row, goes up or down, and leaves at the new one.
        put(before < row ? 3 : 5, before)
        put(before < row ? 4 : 2, row)
        for between in (min(before, row) + 1)..<max(before, row) { put(1, between) }
      } else {
        put(0, row)
      }
      previous = row
    }
  }
}
