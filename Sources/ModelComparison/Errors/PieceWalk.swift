/// How the elements of a pair are cut into pieces: whole rows where they are short, parts of rows
/// else.
struct PieceWalk {
  /// The elements of an entry of axis 0.
  let rowLength: Int
  /// How many elements there are.
  let count: Int
  private let rowsOfPiece: Int
  private let piecesOfRow: Int
  private let partLength: Int

  /// A walk over elements.
  ///
  /// - Parameters:
  ///   - count: how many there are.
  ///   - rowLength: those of a row; positive.
  ///   - pieceLength: how many a piece may have.
  init(count: Int, rowLength: Int, pieceLength: Int) {
    self.count = count
    self.rowLength = rowLength
    rowsOfPiece = max(pieceLength / rowLength, 1)
    piecesOfRow = (rowLength - 1) / pieceLength + 1
    partLength = min(pieceLength, rowLength)
  }

  /// How many elements the longest piece has.
  var longestPiece: Int {
    min(piecesOfRow > 1 ? partLength : rowsOfPiece * rowLength, max(count, 1))
  }

  /// How many pieces there are.
  var pieceCount: Int {
    guard count > 0 else { return 0 }
    if piecesOfRow > 1 {
      let rest = count % rowLength
      return count / rowLength * piecesOfRow + (rest == 0 ? 0 : (rest - 1) / partLength + 1)
    }
    return (count - 1) / (rowsOfPiece * rowLength) + 1
  }

  /// The elements of a piece.
  func elements(ofPiece piece: Int) -> Range<Int> {
    if piecesOfRow > 1 {
      let start = piece / piecesOfRow * rowLength
      let first = start + piece % piecesOfRow * partLength
      return first..<min(first + partLength, start + rowLength, count)
    }
    let first = piece * rowsOfPiece * rowLength
    return first..<min(first + rowsOfPiece * rowLength, count)
  }
}
