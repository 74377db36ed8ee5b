/// Where the elements of the original are in what is stored.
struct ElementOrder: Hashable, Sendable {
  /// How places follow from each other.
  private enum Places: Hashable, Sendable {
    case same
    /// Rows of so many elements each have a place of their own.
    case rows(length: Int, TensorTransform)
    /// Each matrix of rows by columns is stored with its axes exchanged.
    case matrices(rows: Int, columns: Int)
  }

  private let places: Places
  private let rowCount: Int
  let elementCount: Int

  /// The order that a transform makes of a shape; nil if the shape does not allow the transform.
  ///
  /// - Parameters:
  ///   - transform: what the converter did.
  ///   - shape: the original's.
  ///
  /// Edge cases: a shape without elements, or with more than an Int counts, allows none.
  init?(_ transform: TensorTransform, shape: [Int]) {
    let count = ComparedTensor(name: "", shape: shape).elementCount
    guard count > 0, count < .max else { return nil }
    elementCount = count
    rowCount = shape.first ?? 1
    switch transform {
    case .asIs, .plusOne, .minusOne, .negatedExponential, .foldedColumns:
      places = .same
    case .transposed:
      guard shape.count == 2 || shape.count == 3 else { return nil }
      places = .matrices(rows: shape[shape.count - 2], columns: shape[shape.count - 1])
    case .channelsLast:
      guard shape.count == 4 else { return nil }
      places = .matrices(rows: shape[1], columns: shape[2] * shape[3])
    case .interleavedRows(let heads), .separatedRows(let heads):
      guard !shape.isEmpty, heads > 0, rowCount.isMultiple(of: heads),
        (rowCount / heads).isMultiple(of: 2)
      else { return nil }
      places = .rows(length: elementCount / rowCount, transform)
    case .groupedRows(let heads):
      guard !shape.isEmpty, heads > 0, heads <= rowCount / 3,
        rowCount.isMultiple(of: 3 * heads)
      else { return nil }
      places = .rows(length: elementCount / rowCount, transform)
    }
  }

  /// How many elements a piece should have so that runs of what is stored are not too short: pieces
  /// of a transposed matrix have 256 rows where that is within a million elements.
  func pieceLength(_ usual: Int) -> Int {
    guard case .matrices(_, let columns) = places, columns > 0 else { return usual }
    return max(usual, min(columns.multipliedReportingOverflow(by: 256).partialValue, 1 << 20))
  }

  /// Calls `body` with runs of the original's elements and where each of them is stored.
  ///
  /// - Parameters:
  ///   - elements: which elements of the original.
  ///   - body: hears of a run of stored elements, the place of the first in the range, and how many
  ///     places the next is farther.
  func forEachRun(
    of elements: Range<Int>, _ body: (_ stored: Range<Int>, _ place: Int, _ step: Int) -> Void
  ) {
    switch places {
    case .same:
      body(elements, 0, 1)
    case .rows(let length, let transform):
      var next = elements.lowerBound
      while next < elements.upperBound {
        let row = next / length
        let end = min((row + 1) * length, elements.upperBound)
        let start = storedRow(of: row, transform) * length + next % length
        body(start..<start + end - next, next - elements.lowerBound, 1)
        next = end
      }
    case .matrices(let rows, let columns):
      forEachColumnRun(of: elements, rows: rows, columns: columns, body)
    }
  }

  private func storedRow(of row: Int, _ transform: TensorTransform) -> Int {
    switch transform {
    case .interleavedRows(let heads):
      let length = rowCount / heads
      let (head, within) = (row / length, row % length)
      let half = length / 2
      return head * length + 2 * (within % half) + within / half
    case .separatedRows(let heads):
      let length = rowCount / heads
      let (head, within) = (row / length, row % length)
      return head * length + within % 2 * (length / 2) + within / 2
    case .groupedRows(let heads):
      let length = rowCount / (3 * heads)
      let (group, within) = (row / length, row % length)
      return (group % 3 * heads + group / 3) * length + within
    default:
      return row
    }
  }

  /// Whole rows of a matrix are read column by column, parts of a row one by one.
  private func forEachColumnRun(
    of elements: Range<Int>, rows: Int, columns: Int, _ body: (Range<Int>, Int, Int) -> Void
  ) {
    var next = elements.lowerBound
    while next < elements.upperBound {
      let matrix = next / (rows * columns)
      let (row, column) = (next / columns % rows, next % columns)
      let origin = matrix * rows * columns
      let place = next - elements.lowerBound
      let left = elements.upperBound - next
      if column == 0, left >= columns {
        let count = min(left / columns, rows - row)
        for column in 0..<columns {
          let start = origin + column * rows + row
          body(start..<start + count, place + column, columns)
        }
        next += count * columns
      } else {
        let count = min(columns - column, left)
        for step in 0..<count {
          let start = origin + (column + step) * rows + row
          body(start..<start + 1, place + step, 1)
        }
        next += count
      }
    }
  }
}
