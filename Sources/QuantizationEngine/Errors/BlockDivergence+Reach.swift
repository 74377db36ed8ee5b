import Glibc

/// What a range must be like for a divergence below another, so that a search need not try others.
public struct DivergenceReach: Hashable, Sendable {
  /// The widest scale.
  public var scale = Double.infinity
  /// The highest place for the upper end of the lowest code.
  public var lower = Double.infinity
  /// The lowest place for the lower end of the highest code.
  public var upper = -Double.infinity

  /// Every range.
  public init() {}
}

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
  public func klReach(below divergence: Double) -> DivergenceReach {
    var reach = DivergenceReach()
    guard counts.count <= Self.mostBins.all, let first = uneven.first, let last = uneven.last else {
      return reach
    }
    let limit = Self.slackened(divergence) * total
    for uneven in uneven.prefix(Self.mostBins.uneven) {
      reach.scale = min(reach.scale, klScale(around: uneven, limit))
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

  /// The widest scale with which a bin may be in a run of at most some cost.
  private func klScale(around uneven: Int, _ limit: Double) -> Double {
    var widest = 0.0
    var left = Run()
    for first in stride(from: uneven, through: 0, by: -1) {
      left.add(counts[first])
      guard left.klSum <= limit else { break }
      var run = left
      var end = uneven + 1
      while end < counts.count {
        run.add(counts[end])
        guard run.klSum <= limit else { break }
        end += 1
      }
      widest = max(widest, distance(around: first..<end))
      if widest == .infinity { break }
    }
    return widest
  }

  /// What a range must be like for JS below a number; nothing is known of many bins, nor where several
  /// are uneven.
  public mutating func jsReach(below divergence: Double) -> DivergenceReach {
    var reach = DivergenceReach()
    guard counts.count <= Self.mostBins.all, uneven.count == 1, let uneven = uneven.first else {
      return reach
    }
    if jsOfRuns.isEmpty { jsOfRuns = jsOfEachRun(around: uneven) }
    let limit = Self.slackened(divergence) * 2 * total
    reach.scale = 0
    for length in 1...counts.count where jsOfRuns[length - 1] <= limit {
      for first in max(uneven + 1 - length, 0)...min(uneven, counts.count - length) {
        reach.scale = max(reach.scale, distance(around: first..<first + length))
      }
      if reach.scale == .infinity { break }
    }
    // Runs of so many bins cost too much, and so do all that are longer.
    var tooLong = counts.count + 1
    while tooLong > 1, jsOfRuns[tooLong - 2] > limit { tooLong -= 1 }
    let (highest, lowest) = (min(uneven, counts.count - tooLong), max(uneven, tooLong - 1))
    if highest >= 0 { reach.upper = Double(centers[highest]) }
    if lowest < counts.count { reach.lower = Double(centers[lowest]) }
    return reach
  }

  /// What the runs of each length say of JS that hold the one uneven bin.
  private func jsOfEachRun(around uneven: Int) -> [Double] {
    let usual = counts[uneven == 0 ? counts.count - 1 : 0]
    return (0..<counts.count).map { others in
      let share = (counts[uneven] + usual * Double(others)) / Double(others + 1)
      return DivergenceReference.jensenShannonTerm(counts[uneven], share)
        + Double(others) * DivergenceReference.jensenShannonTerm(usual, share)
    }
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
