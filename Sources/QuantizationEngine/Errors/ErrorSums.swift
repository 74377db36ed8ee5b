/// The error that a staircase makes on some values, as sums, so that blocks add up.
///
/// e = x − x̂, x̂ the level of x. *Clipped* means strictly outside the representable range.
public struct ErrorSums: Hashable, Sendable {
  /// How many values there are.
  public var count = 0
  /// Σx².
  public var squares = 0.0
  /// Σx̂².
  public var quantizedSquares = 0.0
  /// Σx·x̂.
  public var products = 0.0
  /// Σe² over the values inside the representable range.
  public var roundingSquaredError = 0.0
  /// Σe² over the clipped values.
  public var clippingSquaredError = 0.0
  /// Σ|e|.
  public var absoluteError = 0.0
  /// max |e|.
  public var maximumAbsoluteError = 0.0
  /// How many values lie below the lowest level.
  public var clippedBelow = 0
  /// How many values lie above the highest level.
  public var clippedAbove = 0
  /// How many values go to each level, the lowest level first.
  public var levelCounts: [Int] = []

  /// The sums over no values.
  public init() {}

  /// The sums over the values of a distribution.
  ///
  /// - Complexity: O(levels · log n).
  public init(of distribution: any Distribution, on staircase: Staircase) {
    self.init(
      of: distribution, on: staircase, steps: StepSums(of: distribution, on: staircase))
  }

  init(of distribution: any Distribution, on staircase: Staircase, steps: StepSums) {
    let levels = staircase.levels
    count = distribution.count
    squares = steps.moments[levels.count].totalOfSquares
    levelCounts = levels.indices.map(steps.count)
    guard count > 0 else { return }
    let range = staircase.representableRange
    clippedBelow = distribution.ranks(below: [range.lower])[0]
    clippedAbove = count - distribution.rank(through: range.upper)
    let inside = distribution.moments(below: [clippedBelow, count - clippedAbove])
    // Where each level itself stands among the values parts its step into errors of either sign.
    let standing = zip(distribution.ranks(below: levels.map(Double.init)), levels.indices)
      .map { rank, step in min(max(rank, steps.ranks[step]), steps.ranks[step + 1]) }
    let standingMoments = distribution.moments(below: standing)
    for step in levels.indices where steps.count(step) > 0 {
      let level = Double(levels[step])
      let first = steps.moments[step]
      let last = steps.moments[step + 1]
      let moments = last - first
      products += level * moments.total
      quantizedSquares += level * level * Double(moments.count)
      absoluteError +=
        (last - standingMoments[step]).deviation(from: level)
        - (standingMoments[step] - first).deviation(from: level)
      maximumAbsoluteError = max(
        maximumAbsoluteError,
        abs(distribution.value(atRank: first.count) - level),
        abs(distribution.value(atRank: last.count - 1) - level))
      // The clipped values of a step are at its outer ends, if it has any.
      let lower = inside[0].clamped(from: first, to: last)
      let upper = inside[1].clamped(from: first, to: last)
      clippingSquaredError +=
        (lower - first).squaredDeviation(from: level)
        + (last - upper).squaredDeviation(from: level)
      roundingSquaredError += (upper - lower).squaredDeviation(from: level)
    }
  }

  /// The sums of two blocks together.
  ///
  /// - Precondition: both were made with the same number of levels, or one of them has none.
  public static func + (first: ErrorSums, second: ErrorSums) -> ErrorSums {
    guard !first.levelCounts.isEmpty else { return second }
    guard !second.levelCounts.isEmpty else { return first }
    precondition(
      first.levelCounts.count == second.levelCounts.count, "blocks must have the same codes")
    var sums = first
    sums.count += second.count
    sums.squares += second.squares
    sums.quantizedSquares += second.quantizedSquares
    sums.products += second.products
    sums.roundingSquaredError += second.roundingSquaredError
    sums.clippingSquaredError += second.clippingSquaredError
    sums.absoluteError += second.absoluteError
    sums.maximumAbsoluteError = max(sums.maximumAbsoluteError, second.maximumAbsoluteError)
    sums.clippedBelow += second.clippedBelow
    sums.clippedAbove += second.clippedAbove
    for step in sums.levelCounts.indices { sums.levelCounts[step] += second.levelCounts[step] }
    return sums
  }

  /// Σe² over all values.
  public var squaredError: Double {
    roundingSquaredError + clippingSquaredError
  }
}

extension Moments {
  /// These moments of the smallest values, or the nearer bound where they count fewer or more.
  fileprivate func clamped(from lower: Moments, to upper: Moments) -> Moments {
    count <= lower.count ? lower : count >= upper.count ? upper : self
  }
}
