import QuantizationEngine

/// What was found in one piece.
struct PieceResult: Sendable {
  var sums = PairSums()
  var changes = ElementChanges()
  /// The piece as a stretch of elements; it is a part of a row if the walk cuts rows.
  var stretch: RowState
  /// The row of the piece that lost most, where rows are whole.
  var worst: ChannelError?
  var collapsedRows = 0
  var firstCollapsedRow: Int?
  /// The largest |e| and its first place, nil without finite pairs.
  var largest: (error: Double, index: Int)?
  /// Whether the piece is a part of a row.
  var isPartOfRow = false
}

extension PieceResult {
  /// Notes what became of a whole row.
  mutating func note(_ row: RowState) {
    if row.relativeError > worst?.relativeError ?? -1 {
      worst = ChannelError(index: row.row, relativeError: row.relativeError)
    }
    if row.isCollapsed {
      collapsedRows += 1
      firstCollapsedRow = firstCollapsedRow ?? row.row
    }
  }
}
