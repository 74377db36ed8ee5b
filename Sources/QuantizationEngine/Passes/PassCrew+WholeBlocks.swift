extension PassCrew {
  /// Adds up all blocks of a tensor whose blocks fit in a tile: bounds and errors in one reading.
  func addWholeBlocks(
    to sum: inout PassSum, detail: BlockDetail, eachBlock: ((PassedBlock) -> Void)?
  ) throws(CancellationError) {
    // What is kept of each block is kept for one turn.
    let blocksOfTile = max(walk.blocksOfPart, 1)
    let tilesOfTurn =
      eachBlock == nil ? tilesOfTurn : max(min(tilesOfTurn, Self.keptBlocks / blocksOfTile), 1)
    let kept = eachBlock == nil ? nil : detail
    for turn in turns(of: walk.partCount, tilesOfTurn: tilesOfTurn) {
      let parts = try map(turn) { workspace, index in
        wholeBlocks(of: walk.part(index), on: workspace, keeping: kept)
      }
      for part in parts {
        sum.add(part.totals)
        if let eachBlock { for block in part.blocks { eachBlock(block) } }
      }
      monitor.report(Double(turn.upperBound) / Double(walk.partCount))
    }
  }

  /// How many blocks are kept at a time for whoever wants to hear of each.
  private static var keptBlocks: Int { 1 << 17 }

  private func wholeBlocks(
    of tile: BlockTile, on workspace: PassWorkspace<Element>, keeping detail: BlockDetail?
  ) -> (totals: PassTotals, blocks: [PassedBlock]) {
    var totals = PassTotals()
    var blocks: [PassedBlock] = []
    workspace.forEachPiece(of: tile, of: walk.matrix, from: stream) { block, piece in
      let quantizer = BlockQuantizer(piece.bounds, scheme: scheme)
      totals.note(piece, ofBlock: block, under: quantizer)
      totals.add(piece, under: quantizer, on: workspace)
      if let detail {
        blocks.append(
          PassedBlock(
            block: block, bounds: piece.bounds, excluded: piece.excluded, quantizer: quantizer,
            sums: detail == .errors ? workspace.sums(of: piece, under: quantizer) : nil,
            scheme: scheme))
      }
    }
    return (totals, blocks)
  }
}

extension PassTotals {
  /// Notes the bounds of a whole block, and what became of it.
  @inline(__always)
  fileprivate mutating func note<Element: LaneElement>(
    _ piece: PassWorkspace<Element>.Piece, ofBlock block: Int, under quantizer: BlockQuantizer
  ) {
    bounds.add(piece.bounds)
    if piece.excluded.total > 0 { excluded = excluded + piece.excluded }
    note(quantizer, ofBlock: block, bounds: piece.bounds)
  }

  /// Takes the values of a piece in.
  @inline(__always)
  mutating func add<Element: LaneElement>(
    _ piece: PassWorkspace<Element>.Piece, under quantizer: BlockQuantizer,
    on workspace: PassWorkspace<Element>
  ) {
    if case .quantizer(let quantizer) = quantizer {
      unsafe add(
        piece.first, count: piece.count, under: quantizer, on: workspace.quantizer
      ) { _ in }
    } else {
      refused.add(workspace.values(of: piece))
    }
  }
}
