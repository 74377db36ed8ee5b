import Glibc

/// How wide a step may be at most for a divergence below another, and where the outermost codes must be.
///
/// The bins of one code are a run of neighbours, and all that a run says of the divergence is known
/// without a quantizer. A code that is not the outermost holds what lies within one step, so the bins
/// on either side of its run are at least a step apart. So there is a widest step with which an uneven bin
/// can have a run that costs less. An outermost code holds all that lies beyond its inner end: there is a
/// place beyond which that must be, for the bins that it held would cost more.
extension BlockDivergence {
  /// Up to how many bins, and uneven ones, are looked at.
  private static let mostBins = (all: 256, uneven: 8)

  /// What a range must be like for KL below a number; nothing is known of many bins.
  ///
  /// A run costs no less than a part of it, for KL to the mean of two groups is that to the means of each
  /// and that of the means.
  ///
  /// - Complexity: O(bins) at worst for each uneven bin; usually the few that share a code with it.
  public mutating func klReach(below divergence: Double) -> DivergenceReach {
    guard counts.count <= Self.mostBins.all else { return DivergenceReach() }
    if uneven.count == 1, let uneven = uneven.first {
      if klOfRuns.isEmpty { klOfRuns = costsOfRuns(around: uneven, Self.klTerm) }
      return reach(around: uneven, klOfRuns, Self.slackened(divergence) * total) {
        hasLess($0, around: uneven, Self.klTerm) { kl(ofSum: $0) < divergence }
      }
    }
    return klReach(limit: Self.slackened(divergence) * total)
  }

  /// What a range must be like for JS below a number; nothing is known of many bins, nor where several
  /// are uneven.
  public mutating func jsReach(below divergence: Double) -> DivergenceReach {
    guard counts.count <= Self.mostBins.all, uneven.count == 1, let uneven = uneven.first else {
      return DivergenceReach()
    }
    if jsOfRuns.isEmpty { jsOfRuns = costsOfRuns(around: uneven, Self.jsTerm) }
    return reach(around: uneven, jsOfRuns, Self.slackened(divergence) * 2 * total) {
      hasLess($0, around: uneven, Self.jsTerm) { js(ofSum: $0) < divergence }
    }
  }

  // MARK: One uneven bin

  /// About what the runs of each length cost that hold the one uneven bin.
  private func costsOfRuns(
    around uneven: Int, _ term: (_ count: Double, _ share: Double) -> Double
  ) -> [Double] {
    let usual = usualCount
    return (0..<counts.count).map { others in
      let share = (counts[uneven] + usual * Double(others)) / Double(others + 1)
      return term(counts[uneven], share) + Double(others) * term(usual, share)
    }
  }

  /// How many values every other bin holds.
  private var usualCount: Double { counts[uneven.first == 0 ? counts.count - 1 : 0] }

  /// Whether a run of a length that holds the one uneven bin has less than the best, added up as it would
  /// be: runs of one length cost the same, but for what is rounded.
  private func hasLess(
    _ length: Int, around uneven: Int, _ term: (_ count: Double, _ share: Double) -> Double,
    _ isLess: (_ sum: Double) -> Bool
  ) -> Bool {
    let (usual, others) = (usualCount, length - 1)
    let share = (counts[uneven] + usual * Double(others)) / Double(length)
    let own = counts[uneven] == share ? 0 : term(counts[uneven], share)
    let other = usual == share ? 0 : term(usual, share)
    let most = min(uneven, others)
    for left in max(uneven + length - counts.count, 0)...most {
      var sum = 0.0
      for place in 0..<length { sum += place == left ? own : other }
      if isLess(sum) { return true }
    }
    return false
  }

  /// What a range must be like for the one uneven bin to be in a run that has less than the best.
  private func reach(
    around uneven: Int, _ costs: [Double], _ limit: Double, hasLess: (_ length: Int) -> Bool
  ) -> DivergenceReach {
    // Runs of so many bins have no less, and so it is with all that are longer.
    var tooLong = counts.count + 1
    while tooLong > 1, costs[tooLong - 2] > limit || !hasLess(tooLong - 1) { tooLong -= 1 }
    var reach = DivergenceReach()
    reach.scale = 0
    // Nothing is less than nothing.
    guard tooLong > 1 else { return reach }
    for first in max(uneven + 2 - tooLong, 0)...min(uneven, counts.count + 1 - tooLong) {
      reach.scale = max(reach.scale, distance(around: first..<first + tooLong - 1))
    }
    let (highest, lowest) = (min(uneven, counts.count - tooLong), max(uneven, tooLong - 1))
    if highest >= 0 { reach.upper = Double(centers[highest]) }
    if lowest < counts.count { reach.lower = Double(centers[lowest]) }
    for first in stride(from: highest, through: max(uneven + 1 - tooLong, 0), by: -1) {
      reach.keepApart(centers[first], centers[first + tooLong - 1])
    }
    return reach
  }

  // MARK: Several

  private func klReach(limit: Double) -> DivergenceReach {
    var reach = DivergenceReach()
    guard let first = uneven.first, let last = uneven.last else { return reach }
    for uneven in uneven.prefix(Self.mostBins.uneven) {
      reach.scale = min(reach.scale, klScale(around: uneven, limit, &reach))
    }
    var run = Run()
    for index in last &+ 1..<counts.count { run.add(counts[index]) }
    for index in stride(from: last, through: 0, by: -1) {
      run.add(counts[index])
      guard run.klSum <= limit else {
        reach.upper = Double(centers[index])
        break
      }
    }
    run = Run()
    for index in 0..<first { run.add(counts[index]) }
    for index in first..<counts.count {
      run.add(counts[index])
      guard run.klSum <= limit else {
        reach.lower = Double(centers[index])
        break
      }
    }
    return reach
  }

  /// The widest scale with which a bin may be in a run of at most some cost; the ends of runs that cost
  /// more are to be kept apart.
  private func klScale(
    around uneven: Int, _ limit: Double, _ reach: inout DivergenceReach
  ) -> Double {
    var widest = 0.0
    var left = Run()
    for first in stride(from: uneven, through: 0, by: -1) {
      left.add(counts[first])
      guard left.klSum <= limit else {
        reach.keepApart(centers[first], centers[uneven])
        break
      }
      var run = left
      var end = uneven + 1
      while end < counts.count {
        run.add(counts[end])
        guard run.klSum <= limit else {
          reach.keepApart(centers[first], centers[end])
          break
        }
        end += 1
      }
      widest = max(widest, distance(around: first..<end))
    }
    return widest
  }

  /// The distance of the bins beside a run; infinite where there are none on a side, for the outermost
  /// codes have no end.
  private func distance(around run: Range<Int>) -> Double {
    guard run.lowerBound > 0, run.upperBound < counts.count else { return .infinity }
    return Double(centers[run.upperBound]) - Double(centers[run.lowerBound - 1])
  }

  /// A number below which no divergence is that rounding has made larger.
  private static func slackened(_ divergence: Double) -> Double {
    divergence * (1 + 1e-9) + 1e-12
  }

  /// A run of bins of one code.
  private struct Run {
    private var mass = 0.0
    private var logarithms = 0.0
    private var length = 0.0

    mutating func add(_ count: Double) {
      mass += count
      logarithms += count > 1 ? count * log(count) : 0
      length += 1
    }

    /// What it says of KL, before it is divided by the number of values.
    var klSum: Double { logarithms - mass * log(mass / length) }
  }
}
