/// How many numbers a small screen shows, and in how many columns.
enum FactGrid {
  /// How many rows the numbers take on a small screen.
  static func compactRows(columns: Int) -> Int {
    let count = compactColumnCount(columns)
    return (compactFactCount + count - 1) / count
  }

  /// How many numbers a small screen shows.
  static let compactFactCount = 8

  /// In how many columns a small screen shows them.
  static func compactColumnCount(_ columns: Int) -> Int {
    min(max(columns / 26, 2), 4)
  }
}
