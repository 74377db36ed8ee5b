import Glibc

/// The divergences that one quantizer after another makes on the values of a block, each over the
/// block's own range: what ``DivergenceReference`` says of their staircases, bit for bit.
///
/// No staircase is made: the centres of the bins that hold something are quantized. Where the bins of
/// a code hold equally many values each, P and Q are equal, so that only codes matter that have a bin
/// whose count is not the usual one; and few values on many bins have few of these.
public struct BlockDivergence {
  /// The bins over the range of the values.
  public let bins: Bins

  /// How many values there are.
  let total: Double
  /// How many values the bins that are not empty hold, ascending.
  private(set) var counts: [Double] = []
  /// The highest float32 that is not above the centre of each (see ``LevelShares``).
  private(set) var centers: [Float] = []
  /// The indices of those bins that do not hold the least number.
  private(set) var uneven: [Int] = []
  private var places: [UInt32] = []
  private var klTerms = DivergenceTerms()
  private var jsTerms = DivergenceTerms()
  /// What ``jsScale(below:)`` knows of runs of bins.
  var jsOfRuns: [Double] = []

  /// The divergences on a block; nil if it has no finite values.
  public init?(
    _ distribution: any Distribution, binCount: Int = DivergenceReference.standardBinCount
  ) {
    guard let bounds = distribution.bounds else { return nil }
    bins = Bins(over: bounds, count: binCount)
    total = Double(distribution.count)
    let capacity = min(binCount, distribution.count)
    counts.reserveCapacity(capacity)
    centers.reserveCapacity(capacity)
    OccupiedBins(distribution, over: bins).forEach(over: bins) { bin, count in
      counts.append(Double(count))
      centers.append(bins.levelCenter(bin))
    }
    let usual = counts.reduce(.infinity, min)
    for index in counts.indices where counts[index] != usual { uneven.append(index) }
  }

  /// KL(P‖Q) in nats: equation (19).
  public mutating func klInNats(under quantizer: AffineQuantizer) -> Double {
    var sum = 0.0
    var terms = klTerms.taken()
    forEachShare(under: quantizer) { count, share in
      if count != share { sum += terms.term(count, share) { $0 * log($0 / $1) } }
    }
    klTerms = terms
    // Rounding may leave a trace below zero where P and Q are equal.
    return max(sum / total, 0)
  }

  /// JS in nats: equation (20).
  public mutating func jsInNats(under quantizer: AffineQuantizer) -> Double {
    var sum = 0.0
    var terms = jsTerms.taken()
    forEachShare(under: quantizer) { count, share in
      if count != share {
        sum += terms.term(count, share) { DivergenceReference.jensenShannonTerm($0, $1) }
      }
    }
    jsTerms = terms
    return min(max(sum / (2 * total), 0), log(2))
  }

  /// Calls `body` with the count of each bin and its share of its code, ascending, but for codes all
  /// of whose bins hold the least number.
  @inline(__always)
  private mutating func forEachShare(
    under quantizer: AffineQuantizer, _ body: (_ count: Double, _ share: Double) -> Void
  ) {
    guard !uneven.isEmpty else { return }
    LaneKind(quantizer.arithmetic).quantize(centers, under: quantizer, to: &places)
    var (start, next) = (0, 0)
    while next < uneven.count {
      let place = places[uneven[next]]
      var first = uneven[next]
      while first > start, places[first &- 1] == place { first &-= 1 }
      var last = uneven[next] &+ 1
      while last < counts.count, places[last] == place { last &+= 1 }
      var mass = 0.0
      for index in first..<last { mass += counts[index] }
      let share = mass / Double(last &- first)
      for index in first..<last { body(counts[index], share) }
      start = last
      while next < uneven.count, uneven[next] < last { next &+= 1 }
    }
  }
}
