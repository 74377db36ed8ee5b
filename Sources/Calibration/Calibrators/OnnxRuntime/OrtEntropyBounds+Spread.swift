internal import Glibc

extension OrtEntropyBounds {
  /// The coarsened half of a candidate.
  struct Spread {
    /// How many bins have a whole count or more.
    private(set) var occupied = 0
    /// What is taken off each of them.
    private(set) var taken = 0.0
    /// The sum of the spread counts.
    private(set) var total = 0.0
    /// Σ k · ln s, k being the kept counts and s the spread ones.
    private(set) var crossSum = 0.0

    /// The coarsened half of a candidate.
    ///
    /// - Parameters:
    ///   - candidates: the histogram.
    ///   - bins: those that are kept.
    ///   - ends: for the first and the last one, whether it holds nothing but what is cut off, as 1 or
    ///     0, and what that is.
    ///   - shift: what is added to each kept count that is not 0.
    ///   - keptTotal: the sum of the kept counts.
    init(
      _ candidates: OrtEntropyCandidates, bins: Range<Int>, ends: [(fills: Int, outliers: Int)],
      shift: Double, total keptTotal: Double
    ) {
      let given = Double(OrtEntropyCandidates.given)
      let parts = candidates.quantizedBinCount
      let merged = bins.count / parts
      let reachesLast = parts * merged == bins.count
      // Of each quantized bin that has a share for its bins: the share, and what P holds there.
      var shares: [(share: Double, mass: Double)] = []
      let firstIndex = candidates.occupiedBefore[bins.lowerBound]
      let lastIndex = candidates.occupiedBefore[bins.upperBound]
      shares.reserveCapacity(min(parts, lastIndex - firstIndex + 2))
      var sharesMass = 0.0
      func visit(_ part: Int) {
        let start = bins.lowerBound + part * merged
        let end = start + merged
        let isLast = part == parts - 1
        var count = candidates.before[end] - candidates.before[start]
        var occupied = candidates.occupiedBefore[end] - candidates.occupiedBefore[start]
        let spreadCount =
          isLast ? candidates.before[bins.upperBound] - candidates.before[start] : count
        if part == 0 {
          occupied += ends[0].fills
          count += ends[0].outliers
        }
        if isLast, reachesLast {
          occupied += ends[1].fills
          count += ends[1].outliers
        }
        guard occupied > 0, spreadCount >= occupied else { return }
        let share = Double(spreadCount / occupied)
        let mass = Double(count) + shift * Double(occupied) + given * Double(merged - occupied)
        sharesMass += mass
        shares.append((share, mass))
      }
      // Quantized bins in which nothing is have no share; the outermost ones may hold what is cut off.
      visit(0)
      var visited = 0
      var index = firstIndex
      while index < lastIndex {
        let bin = candidates.occupied[index]
        let part = min((bin - bins.lowerBound) / merged, parts - 1)
        if part > visited {
          visit(part)
          visited = part
        }
        guard part < parts - 1 else { break }
        index = candidates.occupiedBefore[bins.lowerBound + (part + 1) * merged]
      }
      if visited < parts - 1 { visit(parts - 1) }
      guard !shares.isEmpty else { return }
      // With the bins beyond the last whole quantized one, which have no share.
      let emptyMass = keptTotal - sharesMass
      occupied = shares.count * merged
      let empty = bins.count - occupied
      taken = Double(OrtEntropyCandidates.taken(empty: empty, occupied: occupied))
      guard taken > -1 else { return }
      total = given * Double(empty)
      crossSum = emptyMass * log(given)
      // Shares are small whole numbers, most of them alike.
      var last = (share: -1.0, logarithm: 0.0)
      for (share, mass) in shares {
        total += (share + taken) * Double(merged)
        if share != last.share { last = (share, log(share + taken)) }
        crossSum += mass * last.logarithm
      }
    }
  }
}
