import Glibc

/// Where the divergences of sketched blocks surely lie.
///
/// The bins of the divergence are cut by edges whose ranks are uncertain, and so is which level takes
/// the values near a threshold.
struct DivergenceBounds {
  private let bins: Bins
  private let blocks: [SketchedDistribution]
  /// The estimated ranks of the edges of each block, and their bounds.
  private let estimates: [[Int]]
  private let ranks: [[ClosedRange<Int>]]

  /// The bounds of the blocks of a tensor over the bins of a reference.
  init(blocks: [SketchedDistribution], bins: Bins) {
    self.bins = bins
    self.blocks = blocks
    estimates = blocks.map { $0.ranks(below: bins.countingEdges) }
    ranks = blocks.map { $0.rankBounds(below: bins.countingEdges) }
  }

  /// The range of KL(P‖Q).
  ///
  /// Of several blocks it is at most the mean of the blocks' own, since the divergence is convex.
  func kl(staircases: [Staircase]) -> ClosedRange<Double>? {
    let total = blocks.reduce(0) { $0 + $1.count }
    guard total > 0 else { return nil }
    if blocks.count == 1 { return kl(block: 0, on: staircases[0]) }
    let most = blocks.indices.reduce(0.0) { sum, block in
      guard blocks[block].count > 0 else { return sum }
      let upper = kl(block: block, on: staircases[block]).upperBound
      return sum + upper * Double(blocks[block].count) / Double(total)
    }
    return 0...most
  }

  /// n · KL = Σψ(c) − Σψ(M) + ΣM ln k, c the counts of the bins, M those of the bins of one level, k
  /// how many of these are not empty: each sum by equation (23).
  private func kl(block: Int, on staircase: Staircase) -> ClosedRange<Double> {
    let (estimates, ranks) = (estimates[block], ranks[block])
    let counts = MassBounds.counts(between: ranks)
    let groups = groups(of: staircase)
    let boundaries = groups.map(\.lowerBound) + [bins.count]
    var value = 0.0
    var reach = MassBounds.reach(estimates: estimates, bounds: ranks)
    reach += MassBounds.reach(
      estimates: boundaries.map { estimates[$0] }, bounds: boundaries.map { ranks[$0] })
    var previous = 0.0
    for group in groups {
      let mass = estimates[group.upperBound] - estimates[group.lowerBound]
      let occupied = group.count { estimates[$0 + 1] > estimates[$0] }
      let spread = log(Double(max(occupied, 1)))
      value += Double(mass) * spread - MassBounds.psi(mass)
      for bin in group { value += MassBounds.psi(estimates[bin + 1] - estimates[bin]) }
      let most = ranks[group.upperBound].upperBound - ranks[group.lowerBound].lowerBound
      let sure = log(Double(max(group.count { counts[$0].lowerBound > 0 }, 1)))
      let possible = log(Double(max(group.count { counts[$0].upperBound > 0 }, 1)))
      reach += Double(most) * max(possible - spread, spread - sure, 0)
      if group.lowerBound > 0 {
        let edge = group.lowerBound
        reach +=
          Double(MassBounds.reachOf(estimates[edge], within: ranks[edge])) * abs(spread - previous)
      }
      previous = spread
    }
    let total = Double(blocks[block].count)
    // The sums are of terms as large as n ln n.
    let room = reach / total + 0x1p-40 * (1 + log(total))
    return max(value / total - room, 0)...max(value / total + room, 0)
  }

  /// The bins whose centres go to one level, level by level.
  private func groups(of staircase: Staircase) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var first = 0
    var level = staircase.index(of: bins.center(0))
    for bin in 1..<max(bins.count, 1) {
      let next = staircase.index(of: bins.center(bin))
      guard next != level else { continue }
      groups.append(first..<bin)
      first = bin
      level = next
    }
    return groups + [first..<bins.count]
  }

  /// The range of the JS divergence about an estimate.
  ///
  /// Its root is a metric, so it moves by no more than the distances of P and Q from their
  /// estimates, each at most ½ ln 2 · Σ(p − p̂)² / (p + p̂). And it is at most ½ ln 2 · KL(P‖Q): both
  /// are sums of q · f(p / q), and ½ ln 2 · (t ln t − t + 1) less the f of JS falls to 0 at t = 1 from
  /// either side, and is 0 at t = 0.
  ///
  /// - Parameters:
  ///   - staircases: the staircase of each block.
  ///   - estimate: the divergence that is shown.
  ///   - kl: the range of KL(P‖Q).
  /// - Returns: the range; nil without values.
  ///
  /// Source: Endres and Schindelin, "A new metric for probability distributions" (2003); Topsøe,
  /// "Some inequalities for information divergence" (2000).
  func js(
    staircases: [Staircase], near estimate: Double?, kl: ClosedRange<Double>?
  ) -> ClosedRange<Double>? {
    let total = blocks.reduce(0) { $0 + $1.count }
    guard total > 0, let estimate else { return nil }
    var counts = MassRanges(count: bins.count)
    var spread = MassRanges(count: bins.count)
    for (block, staircase) in staircases.enumerated() {
      let (estimates, ranks) = (estimates[block], ranks[block])
      let bounds = MassBounds.counts(between: ranks)
      for (bin, bounds) in bounds.enumerated() {
        counts.add(Double(estimates[bin + 1] - estimates[bin]), within: bounds, at: bin)
      }
      for group in groups(of: staircase) {
        spread.spread(group, estimates: estimates, ranks: ranks, counts: bounds)
      }
    }
    let room = counts.distance(total: total).squareRoot()
    let other = spread.distance(total: total).squareRoot()
    let root = max(estimate, 0).squareRoot()
    let lower = max(root - room - other, 0)
    let upper = root + room + other
    let rounding = 0x1p-40
    let most = log(2.0) / 2 * min(kl?.upperBound ?? 2, 2)
    let least = max(lower * lower - rounding, 0)
    return least...max(min(upper * upper, most) + rounding, least)
  }
}
