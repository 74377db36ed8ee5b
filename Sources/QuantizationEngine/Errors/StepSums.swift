/// What lies on each step of a staircase: the ranks and moments at its edges.
///
/// This is the one sweep from which every error, count and histogram is made.
struct StepSums: Sendable {
  /// `ranks[i]` values go to a level below level i; one more entry for all values.
  let ranks: [Int]
  /// The moments of the `ranks[i]` smallest values.
  let moments: [Moments]

  init(of distribution: any Distribution, on staircase: Staircase) {
    ranks =
      [0] + distribution.ranks(belowRounding: staircase.thresholds) + [distribution.count]
    moments = distribution.moments(below: ranks)
  }

  /// How many values go to level i.
  func count(_ step: Int) -> Int {
    ranks[step + 1] - ranks[step]
  }

  /// The moments of the values that go to level i.
  func moments(_ step: Int) -> Moments {
    moments[step + 1] - moments[step]
  }
}
