/// A bar that stands on the lowest row of its chart, one column wide.
public struct Bar: Hashable, Sendable {
  /// What a bar is filled with.
  public enum Fill: Hashable, Sendable {
    /// Blocks in steps of an eighth of a row.
    case solid
    /// Shades, so that it is told apart without colour; its height goes in steps of a half row.
    case shaded
  }

  /// Its height as a share of the chart's, from 0 to 1.
  public var share: Double
  /// What it is filled with.
  public var fill: Fill
  /// How it is drawn.
  public var style: Style

  /// A bar of a height.
  public init(share: Double, fill: Fill = .solid, style: Style = .text) {
    self.share = share
    self.fill = fill
    self.style = style
  }
}

/// Bars side by side, one for each column.
public struct BarChart: Hashable, Sendable {
  /// The bars from left to right.
  public var bars: [Bar]

  /// A chart of some bars.
  public init(_ bars: [Bar]) {
    self.bars = bars
  }

  /// The heights that a cell can show, from one eighth to the whole.
  static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// The height of a bar in eighths of a row.
  ///
  /// Edge cases: a share above 1 is 1; whatever is above 0 has at least one eighth, so that a
  /// single value among millions is seen; NaN and what is not above 0 has none.
  public static func eighths(ofShare share: Double, rows: Int) -> Int {
    guard share > 0, rows > 0 else { return 0 }
    let full = rows * 8
    return max(1, Int((min(share, 1) * Double(full)).rounded()))
  }

  /// What a cell shows that is filled so many eighths from below.
  public static func block(eighths: Int) -> Character {
    eighths > 0 ? blocks[min(eighths, 8) - 1] : " "
  }

  /// How many of some columns a share takes: at least one if it is above 0, not all if below 1.
  public static func cells(ofShare share: Double, columns: Int) -> Int {
    guard share > 0, columns > 0 else { return 0 }
    guard share < 1 else { return columns }
    return min(max(Int((share * Double(columns)).rounded()), 1), max(columns - 1, 1))
  }

  /// The column, counted from 0, in which a share of the way from the first to the last one ends.
  public static func place(ofShare share: Double, columns: Int) -> Int {
    guard share > 0, columns > 1 else { return 0 }
    return Int((min(share, 1) * Double(columns - 1)).rounded())
  }

  /// Draws the bars into a rectangle; the cells above a bar become blank.
  public func draw(on canvas: inout Canvas, in rect: Rect) {
    for (index, bar) in bars.prefix(rect.columns).enumerated() {
      let height = BarChart.eighths(ofShare: bar.share, rows: rect.rows)
      for step in 0..<rect.rows {
        let character = BarChart.character(eighths: height - step * 8, fill: bar.fill)
        canvas[column: rect.column + index, row: rect.lastRow - step] = Cell(
          character, style: character == " " ? .text : bar.style)
      }
    }
  }

  /// What a cell shows of a bar that reaches so far above the cell's lower edge.
  private static func character(eighths: Int, fill: Bar.Fill) -> Character {
    guard eighths > 0 else { return " " }
    return switch fill {
    case .solid: blocks[min(eighths, 8) - 1]
    case .shaded: eighths > 4 ? "▒" : "░"
    }
  }
}
