/// The columns of the table of calibrators that fit a screen, and how wide each is.
struct CalibratorColumns: Hashable, Sendable {
  /// A column in its place.
  struct Placed: Hashable, Sendable {
    /// What it shows.
    let column: CalibratorColumn
    /// Where it begins.
    let start: Int
    /// How many columns of the screen it takes.
    let width: Int
  }

  /// From left to right; the first is the name.
  let placed: [Placed]

  /// The columns that fit a width, the most telling ones first, in the order of the table.
  ///
  /// What is left over goes to the names, up to the longest one.
  init(columns: Int, longestName: Int) {
    let name = columns < CalibratorColumns.wideTable ? 17 : 25
    var left = columns - CalibratorColumns.margin - name - 1
    var chosen: Set<CalibratorColumn> = [.name]
    for column in CalibratorColumn.allCases where column != .name {
      guard CalibratorColumns.gap + column.width <= left else { break }
      left -= CalibratorColumns.gap + column.width
      chosen.insert(column)
    }
    let names = name + min(max(left, 0), max(longestName - name, 0))
    var start = CalibratorColumns.margin
    var placed: [Placed] = []
    for column in CalibratorColumns.order where chosen.contains(column) {
      let width = column == .name ? names : column.width
      placed.append(Placed(column: column, start: start, width: width))
      start += width + CalibratorColumns.gap
    }
    self.placed = placed
  }

  /// From how many columns on there is room for most names with their settings.
  private static let wideTable = 100
  /// Before the names: the selection, the letter, and the mark of a row.
  private static let margin = 4
  /// Between two columns.
  private static let gap = 2

  private static let order: [CalibratorColumn] = [
    .name, .range, .scale, .zeroPoint, .meanSquaredError, .multiple, .signalToNoise, .divergence,
    .clipped,
  ]
}
