/// The blocks of a layout as the columns of matrices of cells, a cell being a run of neighbours.
///
/// | granularity | matrices | rows × columns | cell |
/// | --- | --- | --- | --- |
/// | per tensor | 1 | 1 × 1 | all elements |
/// | per channel, shape `[outer, along, inner]` | 1 | outer × along | inner |
/// | per group of size g | outer · ⌈along / g⌉ | g × inner, the last one fewer rows | 1 |
///
/// Rows, and matrices, follow each other in memory. Block `matrix · columns + column` is a column.
struct BlockMatrix: Hashable, Sendable {
  /// How many matrices there are; none without elements.
  let matrices: Int
  /// How many rows the longest matrix has.
  let rows: Int
  /// How many cells a row has.
  let columns: Int
  /// How many elements a cell has.
  let cell: Int

  /// Each `period`-th matrix has only ``lastRows``.
  private let period: Int
  private let lastRows: Int

  /// The matrices of a layout.
  init(_ layout: BlockLayout) {
    guard layout.elementCount > 0 else {
      (matrices, rows, columns, cell, period, lastRows) = (0, 1, 1, 1, 1, 1)
      return
    }
    let (along, inner) = (layout.along, layout.inner)
    let outer = layout.elementCount / (along * inner)
    switch layout.granularity {
    case .perTensor:
      (matrices, rows, columns, cell) = (1, 1, 1, layout.elementCount)
      (period, lastRows) = (1, 1)
    case .perChannel:
      (matrices, rows, columns, cell) = (1, outer, along, inner)
      (period, lastRows) = (1, outer)
    case .perGroup:
      rows = layout.groupLength
      period = (along - 1) / rows + 1
      lastRows = along - (period - 1) * rows
      (matrices, columns, cell) = (outer * period, inner, 1)
    }
  }

  /// How many elements a row has.
  var rowLength: Int { columns * cell }

  /// How many elements the longest block has.
  var longestBlock: Int { rows * cell }

  /// How many elements the longest matrix has.
  var longestMatrix: Int { rows * rowLength }

  /// How many rows a matrix has.
  func rows(of matrix: Int) -> Int {
    matrix % period == period - 1 ? lastRows : rows
  }

  /// The element at which a matrix begins; behind the last one the number of elements.
  func start(of matrix: Int) -> Int {
    (matrix / period * ((period - 1) * rows + lastRows) + matrix % period * rows) * rowLength
  }
}

/// A part of the matrices that is worked on at once: the same rows and columns of some of them.
///
/// *Invariant:* a part with more than one matrix has all of their rows and columns; a part with less
/// than a whole cell has one row and one column.
struct BlockTile: Hashable, Sendable {
  let matrices: Range<Int>
  let rows: Range<Int>
  let columns: Range<Int>
  /// Which elements of each cell.
  let places: Range<Int>

  /// The rows of the tile that a matrix has.
  func rows(of matrix: Int, in whole: BlockMatrix) -> Range<Int> {
    rows.clamped(to: 0..<whole.rows(of: matrix))
  }

  /// The elements of one row of the tile.
  func elements(ofRow row: Int, of matrix: Int, in whole: BlockMatrix) -> Range<Int> {
    let start = whole.start(of: matrix) + row * whole.rowLength
    return start + columns.lowerBound * whole.cell + places.lowerBound..<start
      + (columns.upperBound - 1) * whole.cell + places.upperBound
  }

  /// The elements of the tile, if they follow each other in memory; nil if its rows do not.
  func run(in whole: BlockMatrix) -> Range<Int>? {
    let last = matrices.upperBound - 1
    let lastRows = rows(of: last, in: whole)
    if columns.count == whole.columns, places.count == whole.cell {
      let first = whole.start(of: matrices.lowerBound) + rows.lowerBound * whole.rowLength
      let end = whole.start(of: last) + lastRows.upperBound * whole.rowLength
      // A short matrix has no such rows.
      return first < end ? first..<end : 0..<0
    }
    guard matrices.count == 1, lastRows.count == 1 else { return nil }
    return elements(ofRow: lastRows.lowerBound, of: last, in: whole)
  }

  /// The pieces of blocks of a tile whose blocks have been brought together, in order.
  @inline(__always)
  func forEachPiece(
    in whole: BlockMatrix, _ body: (_ block: Int, _ start: Int, _ count: Int) -> Void
  ) {
    var start = 0
    for matrix in matrices {
      let count = rows(of: matrix, in: whole).count * places.count
      for column in columns {
        body(matrix * whole.columns + column, start, count)
        start += count
      }
    }
  }
}
