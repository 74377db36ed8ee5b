extension PassCrew {
  /// Adds up all blocks of a tensor whose blocks are longer than a tile, a band of them at a time.
  ///
  /// Each band is read twice: for the bounds of its blocks, and for their errors.
  func addBands(
    to sum: inout PassSum, detail: BlockDetail, eachBlock: ((PassedBlock) -> Void)?
  ) throws(CancellationError) {
    for index in 0..<walk.partCount {
      let share = 1 / Double(walk.partCount)
      let monitor = monitor.part(Double(index) * share...min(Double(index + 1) * share, 1))
      let band = walk.part(index)
      var blocks = PassBand(band, of: walk.matrix)
      try measure(&blocks, monitor: monitor.part(0...0.25))
      let quantizers = blocks.bounds.map { BlockQuantizer($0, scheme: scheme) }
      sum.add(blocks.totals(quantizers))
      try quantize(
        &blocks, with: quantizers, to: &sum, keepsErrors: eachBlock != nil && detail == .errors,
        monitor: monitor.part(0.25...1))
      if let eachBlock {
        for (place, quantizer) in quantizers.enumerated() {
          eachBlock(
            PassedBlock(
              block: blocks.first + place, bounds: blocks.bounds[place],
              excluded: blocks.excluded[place], quantizer: quantizer,
              sums: detail == .errors ? blocks.sums[place] : nil, scheme: scheme))
        }
      }
    }
  }

  /// The first reading: the bounds of each block.
  private func measure(_ blocks: inout PassBand, monitor: ProgressMonitor) throws(CancellationError)
  {
    let tile = blocks.tile
    let tileCount = walk.tileCount(ofBand: tile)
    for turn in turns(of: tileCount, tilesOfTurn: tilesOfTurn) {
      let parts = try map(turn) { workspace, index in
        var pieces: [(block: Int, bounds: LaneBounds, excluded: NonFiniteCounts)] = []
        let tile = walk.tile(index, ofBand: tile)
        workspace.forEachPiece(of: tile, of: walk.matrix, from: stream) { block, piece in
          pieces.append((block, piece.bounds, piece.excluded))
        }
        return pieces
      }
      for piece in parts.joined() {
        blocks.bounds[piece.block - blocks.first].add(piece.bounds)
        if piece.excluded.total > 0 {
          blocks.excluded[piece.block - blocks.first] =
            blocks.excluded[piece.block - blocks.first] + piece.excluded
        }
      }
      monitor.report(Double(turn.upperBound) / Double(tileCount))
    }
  }

  /// The second reading: the error of each value.
  private func quantize(
    _ blocks: inout PassBand, with quantizers: [BlockQuantizer], to sum: inout PassSum,
    keepsErrors: Bool, monitor: ProgressMonitor
  ) throws(CancellationError) {
    let (tile, first) = (blocks.tile, blocks.first)
    let tileCount = walk.tileCount(ofBand: tile)
    for turn in turns(of: tileCount, tilesOfTurn: tilesOfTurn) {
      let parts = try map(turn) { workspace, index in
        var totals = PassTotals()
        var pieces: [(block: Int, sums: ErrorSums)] = []
        let tile = walk.tile(index, ofBand: tile)
        workspace.forEachPiece(of: tile, of: walk.matrix, from: stream) { block, piece in
          let quantizer = quantizers[block - first]
          totals.add(piece, under: quantizer, on: workspace)
          if keepsErrors {
            pieces.append((block, workspace.sums(of: piece, under: quantizer)))
          }
        }
        return (totals: totals, pieces: pieces)
      }
      for part in parts {
        sum.add(part.totals)
        for piece in part.pieces {
          blocks.sums[piece.block - first].add(piece.sums)
        }
      }
      monitor.report(Double(turn.upperBound) / Double(tileCount))
    }
  }
}
