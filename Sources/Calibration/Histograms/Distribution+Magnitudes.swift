import QuantizationEngine

extension Distribution {
  /// For each threshold, how many values have a magnitude whose float32 rounding is below it.
  ///
  /// - Parameter thresholds: not descending.
  /// - Returns: one rank for each threshold, not descending.
  func magnitudeRanks(belowRounding thresholds: [Float]) -> [Int] {
    let upper = ranks(belowRounding: thresholds)
    let lower = ranks(belowRounding: thresholds.reversed().map { (-$0).nextUp })
    return zip(zip(thresholds, upper), lower.reversed()).map { pair, through in
      pair.0 > 0 ? pair.1 - through : 0
    }
  }

  /// The smallest and the largest magnitude, rounded to float32; nil if there are no values.
  var magnitudeBounds: ClosedRange<Float>? {
    guard let bounds else { return nil }
    let largest = max(abs(bounds.lowerBound), abs(bounds.upperBound))
    // The neighbours of zero on either side.
    let negatives = ranks(below: [0])[0]
    var smallest = Double.infinity
    if negatives > 0 { smallest = -value(atRank: negatives - 1) }
    if negatives < count { smallest = min(smallest, value(atRank: negatives)) }
    return Float(abs(smallest))...Float(largest)
  }

  /// The magnitude that `rank` of the magnitudes are not above, rounded to float32.
  ///
  /// The magnitudes are two lines, that of the negative values and that of the others; the answer takes
  /// some from each.
  ///
  /// - Parameter rank: from 1 to ``Distribution/count``.
  /// - Returns: the magnitude.
  /// - Complexity: O(log values).
  func magnitude(ofRank rank: Int) -> Float {
    let negatives = ranks(below: [0])[0]
    func negative(_ index: Int) -> Double { -value(atRank: negatives - 1 - index) }
    func other(_ index: Int) -> Double { value(atRank: negatives + index).magnitude }
    var lower = max(rank - (count - negatives), 0)
    var upper = min(rank, negatives)
    while lower < upper {
      let middle = (lower + upper) / 2
      if negative(middle) < other(rank - middle - 1) { lower = middle + 1 } else { upper = middle }
    }
    let magnitude = max(
      lower > 0 ? negative(lower - 1) : 0, rank > lower ? other(rank - lower - 1) : 0)
    return Float(magnitude)
  }

  /// The largest magnitude, rounded to float32; nil if there are no values.
  var largestMagnitude: Float? { magnitudeBounds?.upperBound }

  /// The smallest and the largest value, rounded to float32; nil if there are none.
  var floatBounds: ClosedRange<Float>? {
    bounds.map { Float($0.lowerBound)...Float($0.upperBound) }
  }
}
