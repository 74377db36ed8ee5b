import Glibc

/// Masses of bins with their bounds, added up over blocks.
struct MassRanges {
  private var estimates: [Double]
  private var least: [Double]
  private var most: [Double]

  /// No mass in any of so many bins.
  init(count: Int) {
    estimates = Array(repeating: 0, count: count)
    (least, most) = (estimates, estimates)
  }

  /// Adds a count of which the bounds are known.
  mutating func add(_ count: Double, within bounds: ClosedRange<Int>, at bin: Int) {
    estimates[bin] += count
    least[bin] += min(Double(bounds.lowerBound), count)
    most[bin] += max(Double(bounds.upperBound), count)
  }

  /// Adds the mass of a level, spread evenly over those of its bins that are not empty.
  ///
  /// - Parameters:
  ///   - group: the bins whose centres go to the level.
  ///   - estimates: the ranks of the edges of the bins.
  ///   - ranks: the bounds of these ranks.
  ///   - counts: the bounds of the counts between them.
  mutating func spread(
    _ group: Range<Int>, estimates: [Int], ranks: [ClosedRange<Int>], counts: [ClosedRange<Int>]
  ) {
    let (first, last) = (group.lowerBound, group.upperBound)
    let mass = Double(estimates[last] - estimates[first])
    let leastMass = Double(max(ranks[last].lowerBound - ranks[first].upperBound, 0))
    let mostMass = Double(max(ranks[last].upperBound - ranks[first].lowerBound, 0))
    let occupied = group.count { estimates[$0 + 1] > estimates[$0] }
    let sure = group.count { counts[$0].lowerBound > 0 }
    let possible = group.count { counts[$0].upperBound > 0 }
    for bin in group {
      let share = estimates[bin + 1] > estimates[bin] ? mass / Double(max(occupied, 1)) : 0
      self.estimates[bin] += share
      let isSure = counts[bin].lowerBound > 0
      least[bin] += isSure ? min(leastMass / Double(max(possible, 1)), share) : 0
      // A bin that is not surely empty makes one more of those that are surely not.
      let fewest = isSure ? sure : sure + 1
      most[bin] += counts[bin].upperBound > 0 ? max(mostMass / Double(fewest), share) : share
    }
  }

  /// The most that ½ ln 2 · Σ(p − p̂)² / (p + p̂) can be, p and p̂ shares of a total.
  func distance(total: Int) -> Double {
    var distance = 0.0
    for bin in estimates.indices {
      let share = estimates[bin] / Double(total)
      let ends = [least[bin] / Double(total), most[bin] / Double(total)]
      // Convex in p, so the most is at an end.
      distance += ends.reduce(0) { most, end in
        end == share ? most : max(most, (end - share) * (end - share) / (end + share))
      }
    }
    return min(log(2.0) / 2 * distance + 0x1p-50, log(2.0))
  }
}
