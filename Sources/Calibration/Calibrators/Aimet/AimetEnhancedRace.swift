/// Candidates that are tried four at a time, in any order, until the first of least cost in the tool's
/// order is known.
struct AimetEnhancedRace {
  private let costs: AimetEnhancedCosts
  /// The least cost so far.
  private var least = Double.greatestFiniteMagnitude
  private var best: AimetEnhancedCandidate?
  private var bestOrder = Int.min
  /// The least cost when the limits were last asked for.
  private var leastAtLimits = Double.infinity

  private var lanes = AimetEnhancedLanes()
  private var laneCount = 0

  /// A race without candidates.
  init(_ costs: AimetEnhancedCosts) {
    self.costs = costs
  }

  /// Lets a candidate in, unless it clips too much.
  ///
  /// - Parameters:
  ///   - candidate: an encoding.
  ///   - order: its place in the tool's order, by which ties are decided.
  @inline(__always)
  mutating func enter(_ candidate: AimetEnhancedCandidate, order: Int) {
    let clipped = costs.clipped(by: candidate)
    guard !(3 * clipped.error > least) else { return }
    guard costs.isQuick(candidate.scale) else {
      settle(candidate, order: order, cost: costs.cost(of: clipped, limit: least))
      return
    }
    lanes.set(laneCount, candidate, clipped, order: order)
    laneCount += 1
    if laneCount == 4 { finishLap() }
  }

  /// Tries the candidates that wait for others to go with.
  mutating func finishLap() {
    guard laneCount > 0 else { return }
    // A lane that nobody is in does what the first one does.
    for lane in laneCount..<4 { lanes.copyFirst(to: lane) }
    let costs = costs.costs(of: lanes, limit: least)
    for lane in 0..<laneCount {
      let candidate = AimetEnhancedCandidate(
        scale: lanes.scale[lane], lowest: lanes.lowest[lane])
      settle(candidate, order: Int(lanes.order[lane]), cost: costs[lane])
    }
    laneCount = 0
  }

  @inline(__always)
  private mutating func settle(
    _ candidate: AimetEnhancedCandidate, order: Int, cost: Double
  ) {
    guard cost < least || cost == least && order < bestOrder else { return }
    least = cost
    best = candidate
    bestOrder = order
  }

  /// Whether the least cost is well below what it was when the limits were last asked for.
  var hasMovedOn: Bool { least < 0.8 * leastAtLimits }

  /// The ends beyond which no candidate can be the best any more.
  mutating func limits() -> AimetEnhancedLimits {
    leastAtLimits = least
    return costs.limits(least)
  }

  /// The first of least cost; nil if none has a finite one.
  mutating func winner() -> AimetEnhancedCandidate? {
    finishLap()
    return best
  }
}
