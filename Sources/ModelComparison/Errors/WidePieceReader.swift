import QuantizationEngine

/// Reads pieces of which float32 does not hold all values: what ``PieceReader`` finds, in float64 and one
/// value after another.
struct WidePieceReader: Sendable {
  let original: WideSource
  let quantized: WideSource
  let scales: ValueSource?
  let weights: ColumnWeights?
  let smallestNormal: Float
  let walk: PieceWalk

  /// A reader for a comparison; nil where float32 holds both sides.
  init?(_ comparison: PairComparison, walk: PieceWalk) {
    guard comparison.original.wide != nil || comparison.quantized.wide != nil else { return nil }
    original = comparison.original.wide ?? WideSource(widening: comparison.original)
    quantized = comparison.quantized.wide ?? WideSource(widening: comparison.quantized)
    scales = comparison.scales
    weights = comparison.weights
    smallestNormal = comparison.smallestNormal
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

/// Values beside what they became.
struct WidePairs {
  /// The originals, x.
  let values: [Double]
  /// What they became.
  let levels: [Double]
  /// The local scale of each; nil where levels have none.
  let scales: [Float]?
  /// What the squared error of each counts; nil where all count alike.
  let weights: [Float]?
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

extension ElementChanges {
  /// Counts the changes of a run; two values are alike in bits where they are as float64.
  mutating func add(_ pairs: WidePairs, _ run: Range<Int>, smallestNormal: Float) {
    for index in run {
      let (value, level) = (pairs.values[index], pairs.levels[index])
      if level != 0, level.magnitude < Double(smallestNormal) { subnormal += 1 }
      if value.isNaN && level.isNaN || value.bitPattern == level.bitPattern { continue }
      bits += 1
      if value != level { values += 1 }
      if value.isFinite {
        if level.isNaN { becameNaN += 1 } else if level.isInfinite { becameInfinite += 1 }
        if level == 0, value != 0 { becameZero += 1 }
      } else if level.isFinite {
        becameFinite += 1
        if level == 0 { becameZero += 1 }
      } else if level.isNaN {
        becameNaN += 1
      } else {
        becameOther += 1
      }
    }
  }
}
