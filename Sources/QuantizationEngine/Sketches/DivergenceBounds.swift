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
  /// Its root is a metric, so it moves by no more than the distances of P and H from their
  /// estimates, each at most ½ ln 2 · Σ(p − p̂)² / (p + p̂).
  ///
  /// Source: Endres and Schindelin, "A new metric for probability distributions" (2003); Topsøe,
  /// "Some inequalities for information divergence" (2000).
  func js(
    staircases: [Staircase], near estimate: Double?, levelCounts: [[Int]],
    bounds: [[ClosedRange<Int>]]
  ) -> ClosedRange<Double>? {
    let total = blocks.reduce(0) { $0 + $1.count }
    guard total > 0 else { return nil }
    var counts = Masses(count: bins.count)
    for block in blocks.indices {
      for (bin, bounds) in MassBounds.counts(between: ranks[block]).enumerated() {
        counts.add(estimates[block][bin + 1] - estimates[block][bin], within: bounds, at: bin)
      }
    }
    var quantized = Masses(count: bins.count)
    for (block, staircase) in staircases.enumerated() {
      for (step, level) in staircase.levels.enumerated() {
        guard let bin = bins.index(of: Double(level)) else { continue }
        quantized.add(levelCounts[block][step], within: bounds[block][step], at: bin)
      }
    }
    let rounding = 0x1p-40
    let most = log(2.0) + rounding
    guard let estimate else { return quantized.mostTotal > 0 ? 0...most : nil }
    let room = counts.distance(total: total...total).squareRoot()
    let least = quantized.leastTotal
    guard least > 0 else { return 0...most }
    let other = quantized.distance(total: least...quantized.mostTotal).squareRoot()
    let root = max(estimate, 0).squareRoot()
    let lower = max(root - room - other, 0)
    let upper = root + room + other
    return max(lower * lower - rounding, 0)...min(upper * upper + rounding, most)
  }
}

/// Counts of bins with their bounds.
private struct Masses {
  private var estimates: [Int]
  private var least: [Int]
  private var most: [Int]

  init(count: Int) {
    estimates = Array(repeating: 0, count: count)
    (least, most) = (estimates, estimates)
  }

  mutating func add(_ count: Int, within bounds: ClosedRange<Int>, at bin: Int) {
    estimates[bin] += count
    least[bin] += min(bounds.lowerBound, count)
    most[bin] += max(bounds.upperBound, count)
  }

  var leastTotal: Int { least.reduce(0, +) }
  var mostTotal: Int { most.reduce(0, +) }

  /// The most that ½ ln 2 · Σ(p − p̂)² / (p + p̂) can be.
  func distance(total: ClosedRange<Int>) -> Double {
    let sum = Double(estimates.reduce(0, +))
    guard sum > 0 else { return log(2.0) }
    var distance = 0.0
    for bin in estimates.indices {
      let share = Double(estimates[bin]) / sum
      let ends = [
        Double(least[bin]) / Double(total.upperBound), Double(most[bin]) / Double(total.lowerBound),
      ]
      // Convex in p, so the most is at an end.
      distance += ends.reduce(0) { most, end in
        end == share ? most : max(most, (end - share) * (end - share) / (end + share))
      }
    }
    return min(log(2.0) / 2 * distance + 0x1p-50, log(2.0))
  }
}
