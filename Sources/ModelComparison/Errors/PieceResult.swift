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
  /// What is found in some elements, row by row.
  ///
  /// - Parameters:
  ///   - elements: which they are: whole rows, or a part of one.
  ///   - rowLength: how many elements a row has.
  ///   - state: takes the run of a row in, by its places among the elements, and says what is known of it.
  ///   - error: |e| at a place among the elements; NaN where it is none.
  @inline(__always)
  init(
    of elements: Range<Int>, rowLength: Int,
    state: (_ run: Range<Int>, _ row: Int, inout PieceResult) -> RowState,
    error: (_ place: Int) -> Double
  ) {
    self.init(stretch: RowState(row: elements.lowerBound / rowLength))
    isPartOfRow = elements.count < rowLength
    var start = elements.lowerBound
    while start < elements.upperBound {
      let end = min((start / rowLength + 1) * rowLength, elements.upperBound)
      let run = start - elements.lowerBound..<end - elements.lowerBound
      let row = state(run, start / rowLength, &self)
      stretch.add(row)
      if !isPartOfRow { note(row) }
      start = end
    }
    let largest = sums.sums.maximumAbsoluteError
    if sums.sums.count > 0, let place = (0..<elements.count).first(where: { error($0) == largest })
    {
      self.largest = (largest, elements.lowerBound + place)
    }
  }

  /// Notes what became of a whole row.
  private mutating func note(_ row: RowState) {
    if row.relativeError > worst?.relativeError ?? -1 {
      worst = ChannelError(index: row.row, relativeError: row.relativeError)
    }
    if row.isCollapsed {
      collapsedRows += 1
      firstCollapsedRow = firstCollapsedRow ?? row.row
    }
  }
}
