/// What one processor works with: room for a tile, and the codes that it has counted.
///
/// Sendable is sound because a workspace belongs to one thread at a time: that of its turn.
@safe
final class PassWorkspace<Element: LaneElement>: @unchecked Sendable {
  /// How many values are added up before the sums of their lanes are: the roundings of 2^12 / 4
  /// additions in float64 stay near 2^−43 at the very worst.
  private static var chunkLength: Int { 1 << 12 }

  /// The values of a tile, each block in one piece.
  private let values: UnsafeMutablePointer<Element>
  /// Where the values are while a tile is worked on: there, or where they are stored.
  private var source: UnsafePointer<Element>
  /// The values of a tile as its rows lie in memory, before they are transposed.
  private let rows: UnsafeMutablePointer<Element>
  private let places: UnsafeMutablePointer<UInt32>
  private let kind: LaneKind
  /// How many values have each code.
  let counts: CodeCounts

  /// Room for tiles of at most so many elements, for the quantizers of a scheme.
  init(tileLength: Int, scheme: Scheme) {
    unsafe values = .allocate(capacity: tileLength)
    unsafe source = UnsafePointer(values)
    unsafe rows = .allocate(capacity: tileLength)
    unsafe places = .allocate(capacity: Self.chunkLength)
    kind = LaneKind(scheme.arithmetic)
    counts = CodeCounts(codeCount: scheme.quantMax - scheme.quantMin + 1)
  }

  deinit {
    unsafe values.deallocate()
    unsafe rows.deallocate()
    unsafe places.deallocate()
  }

  /// The finite values of one piece of a block, valid while its tile is worked on.
  @safe
  struct Piece {
    fileprivate let first: UnsafePointer<Element>
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

  /// Hands out the error sums of a piece under a quantizer, a chunk of it at a time; its codes are
  /// counted.
  @inline(__always)
  func forEachSums(
    of piece: Piece, under quantizer: AffineQuantizer, _ body: (LaneSums) -> Void
  ) {
    counts.reserve(codeCount: quantizer.encoding.codeCount)
    var start = 0
    while start < piece.count {
      let count = min(piece.count &- start, Self.chunkLength)
      unsafe body(chunkSums(of: piece.first + start, count: count, under: quantizer))
      start &+= count
    }
  }

  @inline(__always)
  private func chunkSums(
    of first: UnsafePointer<Element>, count: Int, under quantizer: AffineQuantizer
  ) -> LaneSums {
    switch kind {
    case .dividing: unsafe sums(of: first, count, quantizer, DividingLanes(quantizer))
    case .multiplying: unsafe sums(of: first, count, quantizer, MultiplyingLanes(quantizer))
    case .single: unsafe sums(of: first, count, quantizer, SingleLanes(quantizer))
    }
  }

  @inline(__always)
  private func sums(
    of first: UnsafePointer<Element>, _ count: Int, _ quantizer: AffineQuantizer,
    _ arithmetic: some LaneArithmetic
  ) -> LaneSums {
    let source = unsafe UnsafeRawPointer(first)
    let target = unsafe UnsafeMutableRawPointer(places)
    let lowest = LaneSums.Lanes(
      repeating: Double(quantizer.dequantize(quantizer.encoding.quantMin)))
    let highest = LaneSums.Lanes(
      repeating: Double(quantizer.dequantize(quantizer.encoding.quantMax)))
    var sums = LaneSums()
    sums.count = count
    let whole = count & ~3
    var element = 0
    while element < whole {
      let (rounded, exact) = unsafe Element.lanes(at: source, element: element)
      let (levels, places) = arithmetic.quantize(rounded)
      sums.add(exact, levels: LaneSums.Lanes(levels), lowest: lowest, highest: highest)
      unsafe target.storeBytes(
        of: places, toByteOffset: element &* 4, as: SIMD4<UInt32>.self)
      element &+= 4
    }
    unsafe counts.add(places, count: whole)
    while element < count {
      let value = unsafe first[element]
      let code = quantizer.quantize(value.rounded32)
      sums.add(
        Double(value), level: Double(quantizer.dequantize(code)),
        lowest: lowest[0], highest: highest[0])
      counts.add(code &- quantizer.encoding.quantMin)
      element &+= 1
    }
    return sums
  }

  /// The values of a piece, one by one.
  func values(of piece: Piece) -> some Sequence<Double> {
    (0..<piece.count).lazy.map { unsafe Double(piece.first[$0]) }
  }
}
