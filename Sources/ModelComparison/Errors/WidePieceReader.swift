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
    let length = walk.rowLength
    var result = PieceResult(stretch: RowState(row: elements.lowerBound / length))
    result.isPartOfRow = elements.count < length
    var start = elements.lowerBound
    while start < elements.upperBound {
      let end = min((start / length + 1) * length, elements.upperBound)
      let run = start - elements.lowerBound..<end - elements.lowerBound
      var row = RowState(row: start / length)
      row.add(pairs, run)
      result.changes.add(pairs, run, smallestNormal: smallestNormal)
      row.add(result.sums.add(pairs, run))
      result.stretch.add(row)
      if !result.isPartOfRow { result.note(row) }
      start = end
    }
    let sums = result.sums.sums
    if sums.count > 0,
      let place = pairs.values.indices.first(where: {
        (pairs.values[$0] - pairs.levels[$0]).magnitude == sums.maximumAbsoluteError
      })
    {
      result.largest = (sums.maximumAbsoluteError, elements.lowerBound + place)
    }
    return result
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
