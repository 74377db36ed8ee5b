/// The order in which the elements of each block are neighbours and the blocks follow each other.
///
/// Row-major elements are seen as matrices of *cells*, runs of neighbours that stay together.
/// Transposing each matrix brings a block together:
///
/// | granularity | matrices | rows × columns | cell |
/// | --- | --- | --- | --- |
/// | per channel, shape `[outer, along, inner]` | 1 | outer × along | inner |
/// | per group of size g | outer · ⌈along / g⌉ | g × inner, the last one fewer rows | 1 |
struct BlockOrder {
  /// How many elements there are.
  let elementCount: Int
  /// How many blocks there are.
  let blockCount: Int

  private let cell: Int
  private let columns: Int
  private let rows: Int
  private let matrices: Int
  /// Each `period`-th matrix has only this many rows.
  private let lastRows: Int
  private let period: Int
  private let kind: Kind

  private enum Kind {
    /// A block is a column of cells of the one matrix.
    case columnOfAll
    /// A block is a column of one of the matrices.
    case columnOfOne
  }

  /// The order of elements that are all in one block.
  init(elementCount: Int) {
    self.elementCount = elementCount
    blockCount = 1
    (cell, columns, rows, matrices) = (elementCount, 1, 1, 1)
    (lastRows, period, kind) = (1, 1, .columnOfAll)
  }

  /// The order for the blocks of a layout.
  init(_ layout: BlockLayout) {
    let (along, inner) = (layout.along, layout.inner)
    elementCount = layout.elementCount
    blockCount = layout.blockCount
    let outer = layout.elementCount > 0 ? layout.elementCount / (along * inner) : 0
    switch layout.granularity {
    case .perTensor:
      (cell, columns, rows, matrices) = (layout.elementCount, 1, 1, 1)
      (lastRows, period, kind) = (1, 1, .columnOfAll)
    case .perChannel:
      (cell, columns, rows, matrices) = (inner, along, outer, 1)
      (lastRows, period, kind) = (outer, 1, .columnOfAll)
    case .perGroup:
      let size = layout.groupLength
      period = max((along + size - 1) / size, 1)
      (cell, columns, rows, matrices) = (1, inner, size, outer * period)
      (lastRows, kind) = (along - (period - 1) * size, .columnOfOne)
    }
  }

  /// How many elements the longest block has.
  var longestBlock: Int {
    elementCount == 0 ? 0 : (period > 1 ? rows : lastRows) * cell
  }

  /// Whether row-major elements are in this order already.
  var isRowMajor: Bool {
    elementCount == 0 || columns == 1 || rows == 1 || longestBlock == 1
  }

  /// The places of a block's elements in this order.
  func places(ofBlock block: Int) -> Range<Int> {
    guard elementCount > 0 else { return 0..<0 }
    switch kind {
    case .columnOfAll:
      return block * rows * cell..<(block + 1) * rows * cell
    case .columnOfOne:
      let matrix = block / columns
      let length = matrix % period == period - 1 ? lastRows : rows
      let first = start(ofMatrix: matrix) + block % columns * length
      return first..<first + length
    }
  }

  private func start(ofMatrix matrix: Int) -> Int {
    (matrix / period * ((period - 1) * rows + lastRows) + matrix % period * rows) * columns * cell
  }

  /// Copies row-major elements into this order, on all processors.
  func gather<Element: BitwiseCopyable>(
    _ source: SharedBuffer<Element>, into target: SharedBuffer<Element>, meter: WorkMeter
  ) {
    // A strip is as many columns as fill a line of the cache; a tile is the stretch of its rows that
    // one thread copies between two questions.
    let width = min(max(16 / cell, 1), columns)
    let strips = (columns + width - 1) / width
    let height = min(max(WorkMeter.stretchLength / (width * cell), 8), rows)
    let tilesOfStrip = (rows + height - 1) / height
    let tiles = matrices * strips * tilesOfStrip
    let tilesOfTurn = max(WorkMeter.stretchLength / (width * cell * height), 1)
    Parallel.forEach(0..<(tiles + tilesOfTurn - 1) / tilesOfTurn) { turn in
      for tile in turn * tilesOfTurn..<min((turn + 1) * tilesOfTurn, tiles) where meter.mayGoOn() {
        let strip = tile / tilesOfStrip
        let column = strip % strips * width
        let row = tile % tilesOfStrip * height
        unsafe copy(
          source.base, to: target.base, matrix: strip / strips,
          rows: row..<row + height, columns: column..<min(column + width, columns), meter: meter)
      }
    }
  }

  private func copy<Element: BitwiseCopyable>(
    _ source: UnsafePointer<Element>, to target: UnsafeMutablePointer<Element>, matrix: Int,
    rows tile: Range<Int>, columns: Range<Int>, meter: WorkMeter
  ) {
    let start = start(ofMatrix: matrix)
    let source = unsafe source + start
    let target = unsafe target + start
    let height = matrix % period == period - 1 ? lastRows : rows
    let tile = tile.clamped(to: 0..<height)
    guard cell == 1 else {
      for row in tile {
        for column in columns {
          let from = unsafe source + (row * self.columns + column) * cell
          let to = unsafe target + (column * height + row) * cell
          meter.forEachStretch(of: 0..<cell) { part in
            unsafe (to + part.lowerBound).update(from: from + part.lowerBound, count: part.count)
          }
        }
      }
      return
    }
    // Eight rows at a time: as many lines as stay in the cache whatever their distance.
    for first in stride(from: tile.lowerBound, to: tile.upperBound, by: 8) {
      for column in columns {
        for row in first..<min(first + 8, tile.upperBound) {
          unsafe target[column * height + row] = source[row * self.columns + column]
        }
      }
    }
    meter.advance(by: tile.count * columns.count)
  }
}
