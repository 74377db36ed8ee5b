import QuantizationEngine

/// Reads pieces of which float32 does not hold all values, in float64 and one value after another.
struct WidePieceReader: Sendable {
  let original: WideSource
  let quantized: WideSource
  let scales: ValueSource?
  let weights: ColumnWeights?
  let smallestNormal: Float
  let walk: PieceWalk

  /// A reader of two sides; nil where float32 holds both.
  init?(
    original: ValueSource, quantized: ValueSource, scales: ValueSource?, weights: ColumnWeights?,
    smallestNormal: Float, walk: PieceWalk
  ) {
    guard original.wide != nil || quantized.wide != nil else { return nil }
    self.original = original.widened
    self.quantized = quantized.widened
    self.scales = scales
    self.weights = weights
    self.smallestNormal = smallestNormal
    self.walk = walk
  }

  /// What is found in a piece.
  func read(_ piece: Int) -> PieceResult {
    let elements = walk.elements(ofPiece: piece)
    let pairs = WidePairs(
      values: original.values(elements), levels: quantized.values(elements),
      scales: scales?.values(elements), weights: weights?.values(of: elements))
    return PieceResult(of: elements, rowLength: walk.rowLength) { run, row, result in
      var state = RowState(row: row)
      state.add(pairs, run)
      result.changes.add(pairs, run, smallestNormal: smallestNormal)
      state.add(result.sums.add(pairs, run))
      return state
    } error: { place in
      (pairs.values[place] - pairs.levels[place]).magnitude
    }
  }
}

extension ColumnWeights {
  /// The weights of some elements.
  fileprivate func values(of elements: Range<Int>) -> [Float] {
    unsafe [Float](unsafeUninitializedCapacity: elements.count) { buffer, count in
      unsafe write(elements, to: UnsafeMutableBufferPointer(rebasing: buffer[..<elements.count]))
      count = elements.count
    }
  }
}
