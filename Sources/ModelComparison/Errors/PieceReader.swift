import QuantizationEngine

/// Reads pieces on one processor; a piece at a time, so its room is used again.
final class PieceReader: Sendable {
  private let comparison: PairComparison
  private let walk: PieceWalk
  private let room: PieceRoom

  init(_ comparison: PairComparison, walk: PieceWalk) {
    self.comparison = comparison
    self.walk = walk
    room = PieceRoom(
      length: walk.longestPiece, hasScales: comparison.scales != nil,
      hasWeights: comparison.weights != nil)
  }

  /// What is found in a piece.
  func read(_ piece: Int) -> PieceResult {
    let elements = walk.elements(ofPiece: piece)
    unsafe comparison.original.read(elements, into: room.values(elements.count))
    unsafe comparison.quantized.read(elements, into: room.levels(elements.count))
    if let scales = comparison.scales, let target = unsafe room.scales(elements.count) {
      unsafe scales.read(elements, into: target)
    }
    if let weights = comparison.weights, let target = unsafe room.weights(elements.count) {
      unsafe weights.write(elements, to: target)
    }
    return PieceResult(of: elements, rowLength: walk.rowLength) { run, row, result in
      rowState(run, row: row, &result)
    } error: { place in
      unsafe (Double(room.values[place]) - Double(room.levels[place])).magnitude
    }
  }

  /// Takes the run of a row in.
  private func rowState(
    _ run: Range<Int>, row: Int, _ result: inout PieceResult
  ) -> RowState {
    let (place, count) = (run.lowerBound, run.count)
    var state = RowState(row: row)
    let (values, levels) = unsafe (room.values + place, room.levels + place)
    unsafe state.add(values, levels: levels, count: count)
    unsafe result.changes.add(
      values, levels: levels, count: count, smallestNormal: comparison.smallestNormal)
    let energy = unsafe result.sums.add(
      values, levels: levels, scales: room.scales.map { unsafe $0 + place },
      weights: room.weights.map { unsafe $0 + place }, count: count)
    state.add(energy)
    return state
  }
}
