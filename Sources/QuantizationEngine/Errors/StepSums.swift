/// What lies on some neighbouring steps of a staircase: the ranks and moments at their edges.
///
/// This is the one sweep from which every error and count is made.
struct StepSums: Sendable {
  /// The steps, by the indices of their levels.
  let steps: Range<Int>
  /// `moments[i]` are those of all values that go to a level below level `steps.lowerBound + i`; one
  /// more entry for the end of the last step.
  let moments: [Moments]
  /// The moments of all values of the line below each level, or of those up to the nearer edge of its
  /// step where the level does not stand on it.
  let standing: [Moments]
  /// How many values lie below the lowest level; nil if it is not among the steps.
  let clippedBelow: Int?
  /// How many values lie at or below the highest level; nil if it is not among the steps.
  let notClippedAbove: Int?

  /// The sweep over some of the steps.
  ///
  /// - Precondition: `steps` is not empty and lies within the levels.
  init(of distribution: any Distribution, on staircase: Staircase, steps: Range<Int>) {
    let last = staircase.levels.count
    self.steps = steps
    // The edge below the first step is 0, that above the last step is infinite.
    let edges = max(steps.lowerBound - 1, 0)..<min(steps.upperBound, last - 1)
    var ranks = steps.lowerBound == 0 ? [0] : []
    ranks += distribution.ranks(belowRounding: Array(staircase.thresholds[edges]))
    if steps.upperBound == last { ranks.append(distribution.count) }
    moments = distribution.moments(below: ranks)
    var places = staircase.levels[steps].map(Double.init)
    if steps.upperBound == last { places.append(Double(staircase.levels[last - 1]).nextUp) }
    var standingRanks = distribution.ranks(below: places)
    clippedBelow = steps.lowerBound == 0 ? standingRanks[0] : nil
    notClippedAbove = steps.upperBound == last ? standingRanks.removeLast() : nil
    for step in standingRanks.indices {
      standingRanks[step] = min(max(standingRanks[step], ranks[step]), ranks[step + 1])
    }
    standing = distribution.moments(below: standingRanks)
  }
}
