/// What one processor works with: room for a tile, and what adds its errors up.
///
/// Sendable is sound because a workspace belongs to one thread at a time: that of its turn.
@safe
final class PassWorkspace<Element: LaneElement>: @unchecked Sendable {
  /// The values of a tile, each block in one piece.
  private let values: UnsafeMutablePointer<Element>
  /// Where the values are while a tile is worked on: there, or where they are stored.
  private var source: UnsafePointer<Element>
  /// The values of a tile as its rows lie in memory, before they are transposed.
  private let rows: UnsafeMutablePointer<Element>
  /// What adds the errors up.
  let quantizer: LaneQuantizer

  /// Room for tiles of at most so many elements, for the quantizers of a scheme.
  init(tileLength: Int, scheme: Scheme) {
    unsafe values = .allocate(capacity: tileLength)
    unsafe source = UnsafePointer(values)
    unsafe rows = .allocate(capacity: tileLength)
    quantizer = LaneQuantizer(scheme)
  }

  deinit {
    unsafe values.deallocate()
    unsafe rows.deallocate()
  }

  /// The finite values of one piece of a block, valid while its tile is worked on.
  @safe
  struct Piece {
    let first: UnsafePointer<Element>
    let count: Int
    let bounds: LaneBounds
    let excluded: NonFiniteCounts
  }

  /// Reads the elements of a tile, brings those of each block together, and has `body` work on them.
  private func withTile(
    _ tile: BlockTile, of whole: BlockMatrix, from stream: ElementStream, _ body: () -> Void
  ) {
    unsafe source = UnsafePointer(values)
    let run = tile.run(in: whole)
    if let run, !hasColumns(tile), stream.holds(Element.self) {
      stream.withBytes(of: run) { bytes in
        unsafe bytes.withUnsafeBytes { bytes in
          if let stored = unsafe bytes.alignedStart(of: Element.self) {
            unsafe source = stored
          } else {
            unsafe stream.decode(run, to: values)
          }
          body()
        }
      }
    } else {
      load(tile, run: run, of: whole, from: stream)
      body()
    }
  }

  /// Calls `body` with each piece of a block that a tile has, in order.
  @inline(__always)
  func forEachPiece(
    of tile: BlockTile, of whole: BlockMatrix, from stream: ElementStream,
    _ body: (_ block: Int, Piece) -> Void
  ) {
    withTile(tile, of: whole, from: stream) {
      tile.forEachPiece(in: whole) { block, start, count in
        body(block, piece(at: start, count: count))
      }
    }
  }

  private func load(
    _ tile: BlockTile, run: Range<Int>?, of whole: BlockMatrix, from stream: ElementStream
  ) {
    if let run {
      unsafe stream.decode(run, to: hasColumns(tile) ? rows : values)
    } else {
      let matrix = tile.matrices.lowerBound
      var start = 0
      for row in tile.rows(of: matrix, in: whole) {
        let elements = tile.elements(ofRow: row, of: matrix, in: whole)
        unsafe stream.decode(elements, to: (hasColumns(tile) ? rows : values) + start)
        start += elements.count
      }
    }
    guard hasColumns(tile) else { return }
    var start = 0
    for matrix in tile.matrices {
      let height = tile.rows(of: matrix, in: whole).count
      let cell = tile.places.count
      unsafe transpose(
        rows + start, to: values + start, height: height, width: tile.columns.count, cell: cell)
      start += height * tile.columns.count * cell
    }
  }

  /// Whether the blocks of a tile lie side by side, not one after the other.
  private func hasColumns(_ tile: BlockTile) -> Bool {
    tile.rows.count > 1 && tile.columns.count > 1
  }

  /// Writes the columns of a matrix of cells one after the other, sixteen rows at a time.
  private func transpose(
    _ source: UnsafeMutablePointer<Element>, to target: UnsafeMutablePointer<Element>,
    height: Int, width: Int, cell: Int
  ) {
    for first in stride(from: 0, to: height, by: 16) {
      let rows = first..<min(first + 16, height)
      for column in 0..<width {
        for row in rows {
          let from = unsafe source + (row &* width &+ column) &* cell
          let to = unsafe target + (column &* height &+ row) &* cell
          if cell == 1 {
            unsafe to[0] = from[0]
          } else {
            unsafe to.update(from: from, count: cell)
          }
        }
      }
    }
  }

  /// The finite values among some that were loaded, and their bounds.
  @inline(__always)
  private func piece(at start: Int, count: Int) -> Piece {
    let bounds = unsafe LaneBounds(of: source + start, count: count)
    guard bounds.hasNonFinite else {
      return unsafe Piece(
        first: source + start, count: count, bounds: bounds, excluded: NonFiniteCounts())
    }
    return filtered(at: start, count: count)
  }

  private func filtered(at start: Int, count: Int) -> Piece {
    let first = unsafe values + start
    if unsafe source != UnsafePointer(values) {
      unsafe first.update(from: source + start, count: count)
    }
    let excluded = unsafe BlockSort.filter(first, count)
    let finite = count - excluded.total
    return unsafe Piece(
      first: first, count: finite, bounds: LaneBounds(of: first, count: finite),
      excluded: excluded)
  }

  /// The error sums of a piece by itself.
  ///
  /// They are made once more, without counting codes: the sums of all do not depend on who wants those
  /// of a block.
  func sums(of piece: Piece, under quantizer: BlockQuantizer) -> ErrorSums {
    guard case .quantizer(let quantizer) = quantizer else { return ErrorSums() }
    var sums = LaneSums()
    for start in stride(from: 0, to: piece.count, by: LaneQuantizer.chunkLength) {
      var part = LaneSums()
      let count = min(piece.count - start, LaneQuantizer.chunkLength)
      _ = unsafe self.quantizer.add(piece.first + start, count: count, under: quantizer, to: &part)
      sums += part
    }
    return sums.sums
  }

  /// The values of a piece, one by one.
  func values(of piece: Piece) -> some Sequence<Double> {
    (0..<piece.count).lazy.map { unsafe Double(piece.first[$0]) }
  }
}
