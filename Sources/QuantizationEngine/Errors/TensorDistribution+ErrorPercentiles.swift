extension TensorDistribution {
  /// How many levels all blocks may have together where percentiles are made by searches on the line.
  private static let mostSearchedLevels = 1 << 17

  /// Whether percentiles of |e| under quantizers, one for each block, are found by searches alone.
  public func hasSearchedErrors(under quantizers: [AffineQuantizer?]) -> Bool {
    quantizers.reduce(0) { $0 + ($1?.encoding.codeCount ?? 0) } <= Self.mostSearchedLevels
  }

  /// Percentiles of |e| over all values, by equation (11) with |e| in place of x.
  ///
  /// - Parameters:
  ///   - percents: each from 0 to 100.
  ///   - quantizers: the quantizer of each block; nil for a block whose values are to be left out.
  /// - Returns: one number for each of `percents`, exact but for the interpolation of two neighbours;
  ///   nil without values, and where values are not known one by one.
  /// - Precondition: there is one quantizer for each block.
  /// - Complexity: some tens of O(levels · log n); with more than 131 072 levels in all, such as those
  ///   of many groups, O(values).
  public func absoluteErrorPercentiles(
    _ percents: [Double], under quantizers: [AffineQuantizer?]
  ) -> [Double]? {
    precondition(quantizers.count == blocks.count, "there must be one quantizer for each block")
    guard exactness == .exact else { return nil }
    let kept = zip(blocks, quantizers).compactMap { block, quantizer in
      quantizer.map { (block: block, quantizer: $0) }
    }.filter { $0.block.count > 0 }
    guard !kept.isEmpty else { return nil }
    let levels = kept.reduce(0) { $0 + $1.quantizer.encoding.codeCount }
    if levels > Self.mostSearchedLevels {
      let sorted = kept.compactMap { part in
        (part.block as? SortedDistribution).map { (block: $0, quantizer: part.quantizer) }
      }
      if sorted.count == kept.count {
        let digits = ErrorDigits(sorted)
        return percentiles(percents, count: digits.count) { digits.magnitudes(atRanks: $0) }
      }
    }
    var magnitudes = ErrorMagnitudes(kept.map(\.block), on: kept.map(\.quantizer.staircase))
    return percentiles(percents, count: magnitudes.count) { ranks in
      ranks.map { magnitudes.magnitude(atRank: $0) }
    }
  }

  private func percentiles(
    _ percents: [Double], count: Int, magnitudes: ([Int]) -> [Double]
  ) -> [Double] {
    let places = percents.map { Percentile($0, ofCount: count) }
    let found = magnitudes(places.flatMap { [$0.rank, $0.nextRank] })
    return places.enumerated().map { index, place in
      place.value(found[2 * index], found[2 * index + 1])
    }
  }
}
