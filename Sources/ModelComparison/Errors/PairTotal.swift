import QuantizationEngine

/// What was found in all pieces, added up in their order.
struct PairTotal {
  private let hasChannels: Bool
  private var sums = PairSums()
  private var changes = ElementChanges()
  private var whole = RowState(row: 0)
  private var worst: ChannelError?
  private var sameness = Sameness()
  private var largest: (error: Double, index: Int)?
  /// The row that is being read in parts.
  private var open: RowState?

  init(hasChannels: Bool) {
    self.hasChannels = hasChannels
  }

  /// Takes the next piece in.
  mutating func add(_ piece: PieceResult) {
    sums.add(piece.sums)
    changes += piece.changes
    whole.add(piece.stretch)
    if let found = piece.largest, found.error > largest?.error ?? -1 { largest = found }
    guard piece.isPartOfRow else {
      note(piece.worst, collapsed: piece.collapsedRows, first: piece.firstCollapsedRow)
      return
    }
    if open?.row == piece.stretch.row {
      open?.add(piece.stretch)
    } else {
      closeRow()
      open = piece.stretch
    }
  }

  private mutating func closeRow() {
    guard let row = open else { return }
    open = nil
    note(
      ChannelError(index: row.row, relativeError: row.relativeError),
      collapsed: row.isCollapsed ? 1 : 0, first: row.isCollapsed ? row.row : nil)
  }

  private mutating func note(_ channel: ChannelError?, collapsed: Int, first: Int?) {
    guard hasChannels else { return }
    if let channel, channel.relativeError > worst?.relativeError ?? -1 { worst = channel }
    sameness.collapsedRows += collapsed
    sameness.firstCollapsedRow = sameness.firstCollapsedRow ?? first
  }

  /// The error of the whole tensor.
  func error(hasScales: Bool, hasWeights: Bool, codes: StoredCodeCounts?) -> PairError {
    var total = self
    total.closeRow()
    var errorSums = hasScales ? total.sums.sumsInSteps : total.sums.sums
    errorSums.levelCounts = codes?.counts ?? []
    let weighted = total.sums.weighted
    total.sameness.originalVaries = total.whole.valueVaries
    total.sameness.quantizedVaries = total.whole.levelVaries
    return PairError(
      error: QuantizationError(sums: errorSums), largestErrorIndex: total.largest?.index,
      changes: total.changes, worstChannel: total.worst, sameness: total.sameness, codes: codes,
      weightedRelativeError: hasWeights && weighted.signal > 0
        ? (weighted.error / weighted.signal).squareRoot() : nil)
  }
}
