/// How a pass goes through the blocks: as tiles that are read once, or as bands that are read twice.
///
/// The tiles depend on the layout alone, so what is added up in their order does not depend on how
/// many processors there are, nor on which of them comes first.
///
/// | blocks | tiles |
/// | --- | --- |
/// | as short as a tile | whole blocks, as many as a tile holds: bounds and errors while in cache |
/// | longer | parts of blocks, of a *band* of some blocks: all bounds first, then all errors |
struct TileWalk: Hashable, Sendable {
  /// How many elements a tile has at most: what the cache of a processor holds twice.
  static let tileLength = 1 << 16
  /// How many neighbours are worth reading by themselves.
  private static let shortestRun = 256
  /// How many rows a tile of narrow cells has, so that a piece of a block is worth its overhead.
  private static let rowsOfTile = 64
  /// How many blocks a band has at most, so that what is known of each fits in memory.
  private static let longestBand = 1 << 14

  let matrix: BlockMatrix
  /// Whether each tile has whole blocks.
  let hasWholeBlocks: Bool

  /// How many matrices, and how many columns, belong together: a tile of whole blocks, or a band.
  private let matricesOfPart: Int
  private let columnsOfPart: Int
  /// The tiles of a band.
  private let rowsOfTile: Int
  private let columnsOfTile: Int
  private let placesOfTile: Int

  /// The walk through the blocks of a layout.
  init(_ layout: BlockLayout, tileLength: Int = TileWalk.tileLength) {
    let matrix = BlockMatrix(layout)
    self.matrix = matrix
    let block = matrix.longestBlock
    let strip = min(matrix.columns, max(tileLength / block, 1))
    let isNarrow =
      matrix.rows > 1 && strip < matrix.columns && strip * matrix.cell < Self.shortestRun
    hasWholeBlocks = block <= tileLength && !isNarrow
    if hasWholeBlocks {
      matricesOfPart = max(tileLength / matrix.longestMatrix, 1)
      columnsOfPart = strip
      (rowsOfTile, columnsOfTile, placesOfTile) = (matrix.rows, strip, matrix.cell)
    } else {
      columnsOfPart = min(matrix.columns, Self.longestBand)
      matricesOfPart = max(Self.longestBand / matrix.columns, 1)
      placesOfTile = min(matrix.cell, tileLength)
      let longestRow = matrix.cell < Self.shortestRun ? tileLength / Self.rowsOfTile : tileLength
      columnsOfTile = min(columnsOfPart, max(longestRow / matrix.cell, 1))
      rowsOfTile =
        matrix.cell < Self.shortestRun
        ? min(matrix.rows, max(tileLength / (columnsOfTile * matrix.cell), 1)) : 1
    }
  }

  private static func parts(of count: Int, by length: Int) -> Int {
    count / length + (count.isMultiple(of: length) ? 0 : 1)
  }

  private static func part(_ index: Int, of range: Range<Int>, by length: Int) -> Range<Int> {
    let start = range.lowerBound + index * length
    return start..<start + min(length, range.upperBound - start)
  }

  /// How many tiles of whole blocks, or bands, there are.
  var partCount: Int {
    Self.parts(of: matrix.matrices, by: matricesOfPart)
      * Self.parts(of: matrix.columns, by: columnsOfPart)
  }

  /// How many blocks a tile of whole blocks has at most.
  var blocksOfPart: Int { matricesOfPart * columnsOfPart }

  /// All rows of some matrices and columns: a tile of whole blocks, or a band.
  func part(_ index: Int) -> BlockTile {
    let strips = Self.parts(of: matrix.columns, by: columnsOfPart)
    return BlockTile(
      matrices: Self.part(index / strips, of: 0..<matrix.matrices, by: matricesOfPart),
      rows: 0..<matrix.rows,
      columns: Self.part(index % strips, of: 0..<matrix.columns, by: columnsOfPart),
      places: 0..<matrix.cell)
  }

  /// How many tiles a band has.
  func tileCount(ofBand band: BlockTile) -> Int {
    band.matrices.count * Self.parts(of: band.rows.count, by: rowsOfTile)
      * Self.parts(of: band.columns.count, by: columnsOfTile)
      * Self.parts(of: matrix.cell, by: placesOfTile)
  }

  /// A tile of a band, in the order of memory but for strips of columns.
  func tile(_ index: Int, ofBand band: BlockTile) -> BlockTile {
    let cells = Self.parts(of: matrix.cell, by: placesOfTile)
    let strips = Self.parts(of: band.columns.count, by: columnsOfTile)
    let rows = Self.parts(of: band.rows.count, by: rowsOfTile)
    let strip = index / cells
    let row = strip / strips
    let matrix = band.matrices.lowerBound + row / rows
    return BlockTile(
      matrices: matrix..<matrix + 1,
      rows: Self.part(row % rows, of: band.rows, by: rowsOfTile),
      columns: Self.part(strip % strips, of: band.columns, by: columnsOfTile),
      places: Self.part(index % cells, of: 0..<self.matrix.cell, by: placesOfTile))
  }
}
