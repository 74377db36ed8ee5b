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
    return result(of: elements)
  }

  private func result(of elements: Range<Int>) -> PieceResult {
    let length = walk.rowLength
    var result = PieceResult(stretch: RowState(row: elements.lowerBound / length))
    result.isPartOfRow = elements.count < length
    var start = elements.lowerBound
    while start < elements.upperBound {
      let end = min((start / length + 1) * length, elements.upperBound)
      let row = rowState(start - elements.lowerBound, end - start, row: start / length, &result)
      result.stretch.add(row)
      if !result.isPartOfRow { result.note(row) }
      start = end
    }
    result.largest = largest(in: elements, of: result.sums)
    return result
  }

  /// Takes the run of a row in.
  private func rowState(
    _ place: Int, _ count: Int, row: Int, _ result: inout PieceResult
  ) -> RowState {
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

  /// The first place of the largest |e|.
  private func largest(
    in elements: Range<Int>, of sums: PairSums
  ) -> (error: Double, index: Int)? {
    let sums = sums.sums
    guard sums.count > 0 else { return nil }
    for place in 0..<elements.count {
      let error = unsafe (Double(room.values[place]) - Double(room.levels[place])).magnitude
      if error == sums.maximumAbsoluteError { return (error, elements.lowerBound + place) }
    }
    return nil
  }
}
