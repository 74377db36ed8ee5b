/// A rectangle of a matrix: some of its rows, and of each of them the same columns.
struct LayerArea: Hashable, Sendable {
  /// The rows.
  let rows: Range<Int>
  /// The columns.
  let columns: Range<Int>

  /// How many elements are decoded at one time, some of what the second cache holds.
  static let elementLimit = 1 << 16

  /// Calls `body` with rectangles that together are a run of elements, each in exactly one.
  ///
  /// A run is the end of one row, some whole rows, and the beginning of another; the whole rows are cut
  /// into rectangles of ``elementLimit`` elements at most.
  ///
  /// - Parameters:
  ///   - elements: Positions in row-major order.
  ///   - columnCount: How many columns the matrix has; more than 0 unless there are no elements.
  ///   - columnLimit: How many columns a rectangle has at most; the fewer, the more rows.
  ///   - body: Gets a rectangle, the place of its first element counted from that of the run, and how
  ///     far apart its rows are there.
  /// - Throws: What `body` throws.
  static func forEach<Failure: Error>(
    in elements: Range<Int>, columnCount: Int, columnLimit: Int,
    _ body: (LayerArea, _ target: Int, _ stride: Int) throws(Failure) -> Void
  ) throws(Failure) {
    guard !elements.isEmpty else { return }
    func cut(_ rows: Range<Int>, _ columns: Range<Int>, target: Int) throws(Failure) {
      let width = min(columns.count, columnLimit)
      let height = max(1, elementLimit / width)
      for row in stride(from: rows.lowerBound, to: rows.upperBound, by: height) {
        for column in stride(from: columns.lowerBound, to: columns.upperBound, by: width) {
          let area = LayerArea(
            rows: row..<min(row + height, rows.upperBound),
            columns: column..<min(column + width, columns.upperBound))
          let place = (row - rows.lowerBound) * columns.count + column - columns.lowerBound
          try body(area, target + place, columns.count)
        }
      }
    }
    let (first, skipped) = elements.lowerBound.quotientAndRemainder(dividingBy: columnCount)
    let (last, kept) = elements.upperBound.quotientAndRemainder(dividingBy: columnCount)
    guard first < last else { return try cut(first..<first + 1, skipped..<kept, target: 0) }
    if skipped > 0 { try cut(first..<first + 1, skipped..<columnCount, target: 0) }
    let whole = (skipped > 0 ? first + 1 : first)..<last
    if !whole.isEmpty {
      try cut(whole, 0..<columnCount, target: whole.lowerBound * columnCount - elements.lowerBound)
    }
    if kept > 0 {
      try cut(last..<last + 1, 0..<kept, target: last * columnCount - elements.lowerBound)
    }
  }
}
