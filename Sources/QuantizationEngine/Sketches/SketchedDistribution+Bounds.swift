extension SketchedDistribution {
  /// Where a threshold falls: before a bin, or into it.
  struct Cut {
    /// The first bin that is not wholly below.
    var index: Int
    /// The first place of it that is not below; nil if none of its values can be below.
    var place: Int?
  }

  /// Where a float32 falls among the bins.
  func cut(at threshold: Float) -> Cut {
    guard threshold < .infinity else { return Cut(index: ranks.count - 1) }
    guard threshold > -.infinity else { return Cut(index: 0) }
    return cut(atKey: UInt64((threshold + 0).key), from: 0)
  }

  /// Where a key falls among the bins from one on.
  func cut(atKey key: UInt64, from start: Int) -> Cut {
    let places = sketch.bins.places
    let wanted = key >> UInt64(SketchBins.lowBits)
    var lower = start
    var upper = places.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if UInt64(places[middle]) < wanted { lower = middle + 1 } else { upper = middle }
    }
    guard lower < places.count, UInt64(places[lower]) == wanted else { return Cut(index: lower) }
    let place = Int(key & UInt64(SketchBins.lastLow))
    guard place > 0 else { return Cut(index: lower) }
    // What no value of the bin can straddle cuts nothing.
    let possible = bin(lower).places
    if place <= possible.lowerBound { return Cut(index: lower) }
    if place > possible.upperBound { return Cut(index: lower + 1) }
    return Cut(index: lower, place: place)
  }

  /// For each threshold, how many values surely have a float32 rounding below it, and how many may.
  ///
  /// - Parameter thresholds: +infinity is allowed.
  /// - Returns: one range of ranks for each threshold.
  public func rankBounds(belowRounding thresholds: [Float]) -> [ClosedRange<Int>] {
    thresholds.map { rankBounds(below: cut(at: $0)) }
  }

  /// For each edge, how many values are surely below it, and how many may be.
  public func rankBounds(below edges: [Double]) -> [ClosedRange<Int>] {
    edges.map { edge in
      guard let bounds, edge > bounds.lowerBound else { return 0...0 }
      guard edge <= bounds.upperBound else { return count...count }
      guard sketch.precision == .rounded else {
        return rankBounds(below: cut(at: Self.ceiling(edge)))
      }
      // A value is on the same side of the edge as its rounding, unless both round to one number.
      let rounded = Float(edge)
      let surely = rankBounds(below: cut(at: rounded)).lowerBound
      return surely...rankBounds(below: cut(at: rounded.nextUp)).upperBound
    }
  }

  /// Between which values the one of a rank surely is.
  ///
  /// - Precondition: `0 ≤ rank < count`.
  public func valueBounds(atRank rank: Int) -> ClosedRange<Double> {
    precondition(rank >= 0 && rank < count, "a rank is from 0 to below the count")
    let index = index(ofRank: rank)
    let bin = bin(index)
    let places = bin.placeBounds(atRank: rank - ranks[index])
    let half = sketch.precision == .rounded ? bin.unit / 2 : 0
    let lower = bin.value(places.lowerBound.rounded(.up)) - half
    let upper = bin.value(places.upperBound.rounded(.down)) + half
    guard let bounds else { return lower...max(lower, upper) }
    let least = rank == count - 1 ? bounds.upperBound : max(lower, bounds.lowerBound)
    let most = rank == 0 ? bounds.lowerBound : min(upper, bounds.upperBound)
    return min(least, most)...max(least, most)
  }

  private func rankBounds(below cut: Cut) -> ClosedRange<Int> {
    guard let place = cut.place else { return ranks[cut.index]...ranks[cut.index] }
    let counts = bin(cut.index).countBounds(below: place)
    return ranks[cut.index] + counts.lowerBound...ranks[cut.index] + counts.upperBound
  }
}
