import Glibc

/// How wide a step may be at most for a divergence below another: what a search need not try.
///
/// The bins of one code are a run of neighbours, and all that a run says of the divergence is known
/// without a quantizer. A code that is not the outermost holds what lies within one step, so the bins
/// on either side of its run are at least a step apart. So there is a widest step with which an uneven bin
/// can have a run that costs less.
extension BlockDivergence {
  /// Up to how many bins, and uneven ones, are looked at.
  private static let mostBins = (all: 256, uneven: 8)

  /// The widest scale with which KL may be below a number; infinite where nothing is known.
  ///
  /// A run costs no less than a part of it, for KL to the mean of two groups is that to the means of each
  /// and that of the means.
  ///
  /// - Complexity: O(bins) at worst for each uneven bin; usually the few that share a code with it.
  public func klScale(below divergence: Double) -> Double {
    guard counts.count <= Self.mostBins.all else { return .infinity }
    let limit = Self.slackened(divergence) * total
    var widest = Double.infinity
    for uneven in uneven.prefix(Self.mostBins.uneven) {
      var own = 0.0
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
        own = max(own, distance(around: first..<end))
      }
      widest = min(widest, own)
    }
    return widest
  }

  /// The widest scale with which JS may be below a number; infinite where nothing is known, as where
  /// several bins are uneven.
  public mutating func jsScale(below divergence: Double) -> Double {
    guard counts.count <= Self.mostBins.all, uneven.count == 1, let uneven = uneven.first else {
      return .infinity
    }
    if jsOfRuns.isEmpty { jsOfRuns = jsOfEachRun(around: uneven) }
    let limit = Self.slackened(divergence) * 2 * total
    var widest = 0.0
    for length in 1...counts.count where jsOfRuns[length - 1] <= limit {
      for first in max(uneven + 1 - length, 0)...min(uneven, counts.count - length) {
        widest = max(widest, distance(around: first..<first + length))
      }
      if widest == .infinity { break }
    }
    return widest
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
    guard run.lowerBound > 0, run.upperBound < centers.count else { return .infinity }
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
