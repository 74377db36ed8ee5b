/// What each calibrator would choose: how the rows of the table are shown and compared.
struct CalibratorsScreen: Screen {
  /// What its own keys ask for.
  enum OwnAction: Hashable, Sendable {
    /// Select a row further down.
    case row(Int)
    /// Take the ranges of the selected row.
    case takeRow
    /// Sort the rows by something else.
    case reorder
    /// Explain the selected row, and how it differs from the marked one.
    case explain
    /// Mark the selected row to compare others with it.
    case markRow
    /// A percentage of the percentile calibrator further on.
    case percentile(Int)
    /// Type the percentage of the percentile calibrator.
    case typePercentile
  }

  /// What the rows are sorted by.
  private(set) var order = RowOrder.tool
  /// The row that the selected one is compared with; nil if none is marked.
  private(set) var marked: Int?

  /// The rows in the order in which they are shown; those without a number come last.
  func arranged(_ table: CalibratorTable) -> [Int] {
    guard order != .tool else { return Array(table.rows.indices) }
    let ranked = table.rows.indices.map { row in
      (row: row, badness: table.choice(row).flatMap(order.badness) ?? .infinity)
    }
    // Equal rows stay in the order of the tools, so that a new row moves no other two.
    return ranked.sorted { ($0.badness, $0.row) < ($1.badness, $1.row) }.map(\.row)
  }

  /// The place of the selected row among those shown.
  func selectedPlace(_ table: CalibratorTable) -> Int {
    arranged(table).firstIndex(of: table.selection) ?? 0
  }

  /// Sorts the rows by the next thing there is to sort them by.
  ///
  /// Who sorts by a number wants to see the best, so that is the row selected then; by tool the
  /// selection stays.
  mutating func reorder(_ table: inout CalibratorTable) {
    order = order.next
    if order != .tool { table.select(arranged(table).first ?? table.selection) }
  }

  /// Marks the selected row to compare others with, or takes its mark away.
  mutating func toggleMark(_ table: CalibratorTable) {
    marked = marked == table.selection ? nil : table.selection
  }

  /// Selects the row that is shown `step` rows further down, up to the ends.
  func select(by step: Int, in table: inout CalibratorTable) {
    let rows = arranged(table)
    guard !rows.isEmpty else { return }
    table.select(rows[min(max(selectedPlace(table) + step, 0), rows.count - 1)])
  }
}

extension ScreenName {
  /// What each calibrator would choose.
  static let calibrators = ScreenName(number: 3, title: "calibrators")
}
