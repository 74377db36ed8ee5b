/// A tensor of a shape, cut into the blocks or scopes of a format.
///
/// Elements are counted in row-major order. A row is the last axis; a tensor without axes is one row
/// of one value.
struct FormatLayout: Hashable, Sendable {
  /// Which values belong together.
  let blockShape: BlockShape
  /// How many elements there are.
  let count: Int
  /// How many values a row has.
  let rowLength: Int
  /// How many values an index of the first axis has.
  let channelLength: Int

  /// - Throws: ``FormatError`` where the format's blocks do not fit the shape.
  init(_ blockShape: BlockShape, shape: [Int]) throws(FormatError) {
    self.blockShape = blockShape
    count = shape.reduce(1, *)
    rowLength = shape.last ?? 1
    channelLength = shape.dropFirst().reduce(1, *)
    switch blockShape {
    case .row(let size):
      guard rowLength.isMultiple(of: size) else {
        throw .rowLength(rowLength, blockSize: size)
      }
    case .channel, .tile:
      guard shape.count >= 2 else { throw .noChannels(axisCount: shape.count) }
    case .value, .flat, .tensor: break
    }
  }

  /// How many values a block has that is whole in memory; nil where scopes have any size.
  var blockLength: Int? {
    switch blockShape {
    case .flat(let size), .row(let size): size
    case .value, .channel, .tile, .tensor: nil
    }
  }

  /// How many scopes there are; blocks are not counted as such.
  var scopeCount: Int {
    guard count > 0 else { return 0 }
    return switch blockShape {
    case .value, .flat, .row: 0
    case .tensor: 1
    case .channel: count / channelLength
    case .tile(let rows, let columns):
      Self.parts(of: count / rowLength, by: rows) * Self.parts(of: rowLength, by: columns)
    }
  }

  /// How many bits the tensor takes in a format.
  func storedBits(_ arithmetic: NumberFormat.Arithmetic) -> Int {
    switch arithmetic {
    case .blocks(let coder, _):
      let size = blockLength ?? max(count, 1)
      let (whole, rest) = count.quotientAndRemainder(dividingBy: size)
      let shortBits = rest > 0 ? coder.bitCount(for: rest) : 0
      let tensorBits = count > 0 ? 8 * coder.tensorByteCount : 0
      return whole * coder.bitCount(for: size) + shortBits + tensorBits
    case .scopes(let coder):
      return count * coder.bitsPerCode + scopeCount * coder.bitsPerScope
    }
  }

  /// The elements cut into pieces of whole blocks, or of whole rows.
  ///
  /// - Parameter byRows: Whether a piece has whole rows, of which what is known of a row is needed.
  /// - Returns: The pieces.
  func pieces(byRows: Bool) -> FormatPieces {
    let unit = byRows ? max(rowLength, blockLength ?? 1) : blockLength ?? 1
    let length = max(Self.pieceLength / unit, 1) * unit
    return FormatPieces(count: count, length: length)
  }

  /// How many values a piece has at most, but for long rows: what the cache of a processor holds twice.
  private static let pieceLength = 1 << 15

  /// Calls `body` with each run of neighbours that are of one scope.
  ///
  /// - Precondition: the format has scopes.
  func forEachRun(in elements: Range<Int>, _ body: (_ scope: Int, _ elements: Range<Int>) -> Void) {
    var next = elements.lowerBound
    while next < elements.upperBound {
      let (scope, end) = scope(of: next)
      let upper = min(end, elements.upperBound)
      body(scope, next..<upper)
      next = upper
    }
  }

  /// The scope of an element, and where the run of its neighbours of the same scope ends.
  func scope(of element: Int) -> (scope: Int, end: Int) {
    switch blockShape {
    case .value, .flat, .row, .tensor: return (0, count)
    case .channel:
      let channel = element / channelLength
      return (channel, (channel + 1) * channelLength)
    case .tile(let rows, let columns):
      let (row, column) = element.quotientAndRemainder(dividingBy: rowLength)
      let tile = column / columns
      let scope = row / rows * Self.parts(of: rowLength, by: columns) + tile
      return (scope, row * rowLength + min((tile + 1) * columns, rowLength))
    }
  }

  private static func parts(of count: Int, by size: Int) -> Int { (count + size - 1) / size }
}

/// Elements cut into pieces of one length, but for the last.
struct FormatPieces: Hashable, Sendable {
  /// How many elements there are.
  let count: Int
  /// How many a piece has.
  let length: Int

  /// How many pieces there are.
  var pieceCount: Int { (count + length - 1) / length }

  /// The elements of a piece.
  subscript(piece: Int) -> Range<Int> { piece * length..<min((piece + 1) * length, count) }
}
