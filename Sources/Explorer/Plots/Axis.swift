internal import QuantizationEngine

/// Where values stand on a row of columns: the same bins that the histogram has.
struct Axis: Hashable, Sendable {
  /// One bin for each column.
  let bins: Bins

  /// An axis over a window; nil without columns.
  init?(window: ClosedRange<Double>, columns: Int) {
    guard columns > 0 else { return nil }
    bins = Bins(over: window, count: columns)
  }

  /// How many columns there are.
  var columns: Int { bins.count }

  /// The column of a value; the first or the last one for a value beyond the window.
  func column(of value: Double) -> Int {
    bins.index(of: value) ?? (value > bins.upper ? columns - 1 : 0)
  }

  /// The column of a value; nil for a value beyond the window.
  func visibleColumn(of value: Double) -> Int? {
    bins.index(of: value)
  }

  /// The value in the middle of a column; the ends of the window for the first and last column, so
  /// that they can be reached.
  func value(atColumn column: Int) -> Double {
    if column <= 0 { return bins.lower }
    if column >= columns - 1 { return bins.upper }
    return bins.center(column)
  }
}
