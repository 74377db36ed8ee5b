/// A handful of values with nearly all of the energy of a block, beside which the others are lost.
///
/// A mask of −3.4e38 among attention scores, or one runaway outlier, has all of Σx². Then an SQNR of
/// hundreds of dB says that the mask survives, and nothing of the values that anybody cares for. There
/// is a concentration where all of these hold:
///
/// 1. The *carriers* are the values of the largest magnitudes, equal ones together, that have 99.99 % of
///    Σx². They are fewer than a hundredth of the values, or at most 16 different ones.
/// 2. At least nine tenths of the others share one code.
/// 3. Of those the code keeps little: their Σe² is at least half of their Σx².
public struct Concentration: Hashable, Sendable {
  /// How many values carry the energy.
  public let carrierCount: Int
  /// How many values there are besides.
  public let otherCount: Int
  /// How many of the others share one code.
  public let sharedCount: Int
  /// The level of that code.
  public let level: Float

  /// The share of Σx² that the carriers have at least.
  public static let energyShare = 0.9999
  /// How many different values are a handful.
  private static let handful = 16

  /// The concentration of a block under a staircase; nil if there is none, or if the values are known
  /// to within a bin only.
  ///
  /// - Complexity: O(log n).
  public init?(_ line: any Distribution, on staircase: Staircase) {
    let count = line.count
    let energy = line.moments.totalOfSquares
    guard line.knowsValues, count > 1, energy > 0, let bounds = line.bounds else {
      return nil
    }
    // The ranks of the values that are smaller than some magnitude.
    func inner(_ magnitude: Double) -> Range<Int> {
      let ranks = line.ranks(below: [(-magnitude).nextUp, magnitude])
      return ranks[0]..<max(ranks[1], ranks[0])
    }
    func isEnough(_ magnitude: Double) -> Bool {
      let ranks = inner(magnitude)
      let moments = line.moments(below: [ranks.lowerBound, ranks.upperBound])
      return energy - (moments[1] - moments[0]).totalOfSquares >= Self.energyShare * energy
    }
    // The largest magnitude from which on there is enough: bits ascend with numbers.
    var enough = Double.leastNonzeroMagnitude.bitPattern
    var tooLittle = max(abs(bounds.lowerBound), abs(bounds.upperBound)).nextUp.bitPattern
    while tooLittle - enough > 1 {
      let middle = enough + (tooLittle - enough) / 2
      if isEnough(Double(bitPattern: middle)) { enough = middle } else { tooLittle = middle }
    }
    let others = inner(Double(bitPattern: enough))
    carrierCount = count - others.count
    otherCount = others.count
    guard otherCount > 0,
      carrierCount * 100 < count
        || Self.areFew([0..<others.lowerBound, others.upperBound..<count], of: line)
    else { return nil }
    // A code that nine tenths share is that of the one in the middle.
    let middle = line.value(atRank: others.lowerBound + otherCount / 2)
    let step = staircase.index(of: Float(middle))
    level = staircase.levels[step]
    let lower =
      step == 0 ? 0 : line.ranks(belowRounding: [staircase.thresholds[step - 1]])[0]
    let upper =
      step == staircase.thresholds.count
      ? count : line.ranks(belowRounding: [staircase.thresholds[step]])[0]
    let shared = others.clamped(to: lower..<upper)
    sharedCount = shared.count
    let moments = line.moments(below: [shared.lowerBound, shared.upperBound])
    let lost = line.moments(from: moments[0], to: moments[1])
    guard sharedCount * 10 >= otherCount * 9, lost.totalOfSquares > 0,
      lost.squaredDeviation(from: Double(level)) >= lost.totalOfSquares / 2
    else { return nil }
  }

  /// Whether the values of some ranks are at most ``handful`` different ones.
  private static func areFew(_ parts: [Range<Int>], of line: any Distribution) -> Bool {
    var different = 0
    for part in parts {
      var rank = part.lowerBound
      while rank < part.upperBound {
        different += 1
        guard different <= handful else { return false }
        rank = max(line.rank(through: line.value(atRank: rank)), rank + 1)
      }
    }
    return true
  }
}
