internal import QuantizationEngine
internal import TerminalScreen

/// The line under a histogram: the marks on it and the values below.
struct AxisLine: Hashable, Sendable {
  /// A value under the axis.
  struct Label: Hashable, Sendable {
    /// The value.
    let text: String
    /// The first of its columns.
    let column: Int
    /// How it is drawn.
    let style: Style
  }

  /// One cell for each column.
  private(set) var cells: [Cell]
  /// The values, none in the way of another.
  private(set) var labels: [Label] = []

  /// No axis at all.
  static let none = AxisLine(cells: [])

  private init(cells: [Cell]) {
    self.cells = cells
  }

  /// An axis with nothing on it but zero, and the clipped parts of it dashed.
  init(_ axis: Axis, clippedOutside range: ClippingRange?) {
    cells = (0..<axis.columns).map { column in
      let center = axis.bins.center(column)
      let isClipped = range.map { center < $0.lower || center > $0.upper } ?? false
      return isClipped ? Cell("╌", style: Style(.clipped)) : Cell("─", style: .muted)
    }
    if let zero = axis.visibleColumn(of: 0) { cells[zero] = Cell("┼", style: .muted) }
  }

  /// Puts a mark on the axis; nothing where the value is out of sight.
  mutating func mark(_ value: Double, on axis: Axis, _ character: Character, _ style: Style) {
    guard let column = axis.visibleColumn(of: value) else { return }
    cells[column] = Cell(character, style: style)
  }

  /// Puts a value under its place on the axis, or leaves it out where there is no room.
  ///
  /// - Parameters:
  ///   - text: the value as text.
  ///   - column: the column that it belongs to; it is shifted to stay within the axis.
  ///   - style: how it is drawn.
  mutating func label(_ text: String, atColumn column: Int, _ style: Style) {
    let width = text.count
    guard width <= cells.count else { return }
    let first = min(max(column - width / 2, 0), cells.count - width)
    let taken = (first - 2)..<(first + width + 2)
    let isFree = labels.allSatisfy { label in
      !taken.overlaps(label.column..<(label.column + label.text.count))
    }
    if isFree { labels.append(Label(text: text, column: first, style: style)) }
  }

  /// Puts the ends of an axis and zero under it, where there is room.
  mutating func labelEnds(of axis: Axis, _ text: (Double) -> String) {
    label(text(axis.bins.lower), atColumn: 0, .muted)
    label(text(axis.bins.upper), atColumn: axis.columns - 1, .muted)
    if let zero = axis.visibleColumn(of: 0) { label("0", atColumn: zero, .muted) }
  }
}
