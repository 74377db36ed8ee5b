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
  /// - Complexity: O(bins) at worst for each uneven bin; usually the few that share a code with it.
  public mutating func klReach(below divergence: Double) -> DivergenceReach {
    guard counts.count <= Self.mostBins.all else { return DivergenceReach() }
    if uneven.count == 1, let uneven = uneven.first {
      if klOfRuns.isEmpty { klOfRuns = costsOfRuns(around: uneven, Self.klTerm) }
      return reach(around: uneven, klOfRuns, Self.slackened(divergence) * total) {
        hasLess($0, around: uneven, Self.klTerm) { kl(ofSum: $0) < divergence }
      }
    }
    return reach(KullbackLeiblerRun(), limit: Self.slackened(divergence) * total)
  }

  /// What a range must be like for JS below a number; nothing is known of many bins.
  ///
  /// - Complexity: as ``klReach(below:)``.
  public mutating func jsReach(below divergence: Double) -> DivergenceReach {
    guard counts.count <= Self.mostBins.all else { return DivergenceReach() }
    guard uneven.count == 1, let uneven = uneven.first else {
      return reach(JensenShannonRun(), limit: Self.slackened(divergence) * 2 * total)
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

  /// What a range must be like for some of the uneven bins, and all beyond them, to be in runs that cost no
  /// more than a limit.
  private func reach(_ empty: some DivergenceRun, limit: Double) -> DivergenceReach {
    var reach = DivergenceReach()
    guard let first = uneven.first, let last = uneven.last else { return reach }
    for uneven in uneven.prefix(Self.mostBins.uneven) {
      reach.scale = min(reach.scale, scale(around: uneven, empty, limit, &reach))
    }
    var run = empty
    for index in last &+ 1..<counts.count { run.add(counts[index], times: 1) }
    for index in stride(from: last, through: 0, by: -1) {
      run.add(counts[index], times: 1)
      guard run.leastSum <= limit else {
        reach.upper = Double(centers[index])
        break
      }
    }
    run = empty
    for index in 0..<first { run.add(counts[index], times: 1) }
    for index in first..<counts.count {
      run.add(counts[index], times: 1)
      guard run.leastSum <= limit else {
        reach.lower = Double(centers[index])
        break
      }
    }
    return reach
  }

  /// The widest scale with which a bin may be in a run of at most some cost; the ends of runs that cost
  /// more are to be kept apart.
  private func scale(
    around uneven: Int, _ empty: some DivergenceRun, _ limit: Double,
    _ reach: inout DivergenceReach
  ) -> Double {
    var run = empty
    // The runs from `first` are too long once they hold `end`, and so are those that begin before.
    var end = uneven
    while end < counts.count {
      run.add(counts[end], times: 1)
      guard run.leastSum <= limit else { break }
      end += 1
    }
    var widest = 0.0
    var first = uneven
    while end > uneven {
      if end < counts.count { reach.keepApart(centers[first], centers[end]) }
      widest = max(widest, distance(around: first..<end))
      guard first > 0 else { return widest }
      first -= 1
      run.add(counts[first], times: 1)
      while end > uneven {
        // Without the bin that is too many, and maybe without the last one before it.
        var shorter = run
        if end < counts.count { shorter.add(counts[end], times: -1) }
        guard shorter.leastSum > limit else { break }
        run = shorter
        end -= 1
      }
    }
    reach.keepApart(centers[first], centers[uneven])
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
}
