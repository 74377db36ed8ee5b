/// The magnitudes |e| of the errors of all values, and how many of them are at most so large, without
/// a list of them.
///
/// On a step of a staircase |e| falls towards the level and rises behind it, so the values within a
/// distance of their level are two searches for each step.
struct ErrorMagnitudes {
  /// The values of one step on one side of its level.
  private struct Side {
    let line: any Distribution
    let ranks: Range<Int>
    let level: Double
    /// Whether the values are at or above their level, so that |e| rises with the rank.
    let isAbove: Bool

    func magnitude(_ rank: Int) -> Double { (line.value(atRank: rank) - level).magnitude }

    /// The ranks whose |e| is at most `bound`.
    func ranks(within bound: Double) -> Range<Int> {
      var (lower, upper) = (ranks.lowerBound, ranks.upperBound)
      while lower < upper {
        let middle = (lower + upper) / 2
        if (magnitude(middle) <= bound) == isAbove { lower = middle + 1 } else { upper = middle }
      }
      return isAbove ? ranks.lowerBound..<lower : lower..<ranks.upperBound
    }
  }

  private var sides: [Side] = []
  /// How many values there are.
  private(set) var count = 0
  /// The largest |e|.
  private(set) var maximum = 0.0
  /// What was counted already: the bits of a bound, and how many |e| are at most that.
  private var known: [(bits: Int64, count: Int)] = []

  /// The magnitudes of some blocks, each on its staircase.
  init(_ blocks: [any Distribution], on staircases: [Staircase]) {
    for (block, staircase) in zip(blocks, staircases) where block.count > 0 {
      count += block.count
      let sweep = StepSums(of: block, on: staircase, steps: 0..<staircase.levels.count)
      for (step, level) in staircase.levels.enumerated() {
        let (first, last) = (sweep.moments[step].count, sweep.moments[step + 1].count)
        guard first < last else { continue }
        let middle = min(max(sweep.standing[step].count, first), last)
        for (ranks, isAbove) in [(first..<middle, false), (middle..<last, true)]
        where !ranks.isEmpty {
          let side = Side(line: block, ranks: ranks, level: Double(level), isAbove: isAbove)
          sides.append(side)
          maximum = max(maximum, side.magnitude(isAbove ? last - 1 : first))
        }
      }
    }
    // No magnitude is below zero, and none is above the largest.
    known = [(-1, 0), (Int64(maximum.bitPattern), count)]
  }

  /// How many are at most `bound`.
  private func count(through bound: Double) -> Int {
    sides.reduce(0) { $0 + $1.ranks(within: bound).count }
  }

  /// So many are looked at one by one.
  private var listedCount: Int { max(2 * sides.count, 2048) }

  /// The magnitude of which `rank` are not larger.
  ///
  /// Bounds are tried where the magnitude would be if all of them between two known bounds were equally
  /// far apart, and every third time halfway between their bits, until few are left.
  ///
  /// - Precondition: `0 ≤ rank < count`.
  mutating func magnitude(atRank rank: Int) -> Double {
    precondition(rank >= 0 && rank < count, "a rank is from 0 to below the count")
    var turn = 0
    while true {
      let lower = known.filter { $0.count <= rank }.max { $0.bits < $1.bits } ?? known[0]
      let upper = known.filter { $0.count > rank }.min { $0.bits < $1.bits } ?? known[1]
      guard upper.bits - lower.bits > 1 else { return Self.number(upper.bits) }
      guard upper.count - lower.count > listedCount else {
        return listed(above: lower.bits, through: upper.bits).sorted()[rank - lower.count]
      }
      turn += 1
      var bits = lower.bits + (upper.bits - lower.bits) / 2
      if !turn.isMultiple(of: 3), Self.number(upper.bits).isFinite {
        let (low, high) = (Self.number(max(lower.bits, 0)), Self.number(upper.bits))
        let share =
          (Double(rank - lower.count) + 0.5) / Double(upper.count - lower.count)
        bits = Int64((low + (high - low) * share).bitPattern)
      }
      bits = min(max(bits, lower.bits + 1), upper.bits - 1)
      known.append((bits, count(through: Self.number(bits))))
    }
  }

  /// Those between two bounds, in no order.
  private func listed(above lower: Int64, through upper: Int64) -> [Double] {
    var magnitudes: [Double] = []
    for side in sides {
      let through = side.ranks(within: Self.number(upper))
      let below =
        lower < 0 ? through.lowerBound..<through.lowerBound : side.ranks(within: Self.number(lower))
      let ranks =
        below.isEmpty
        ? through
        : side.isAbove
          ? below.upperBound..<through.upperBound : through.lowerBound..<below.lowerBound
      for rank in ranks { magnitudes.append(side.magnitude(rank)) }
    }
    return magnitudes
  }

  /// The number that is not below zero with these bits.
  private static func number(_ bits: Int64) -> Double {
    Double(bitPattern: UInt64(max(bits, 0)))
  }
}
