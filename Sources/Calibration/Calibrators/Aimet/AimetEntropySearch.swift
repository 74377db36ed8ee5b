internal import Glibc
import QuantizationEngine

/// The search of ``AimetEntropyCalibrator`` over a histogram.
struct AimetEntropySearch {
  /// Which bins are left out next.
  enum Shrinking: Hashable {
    /// One at each end.
    case evenly
    /// The pair of least count: one at each end, two below or two above.
    case whereFewest
  }

  /// The levels that a window is merged to, at 8 bits.
  private static let levelCount = 255

  private let histogram: AimetCountHistogram
  private let shrinking: Shrinking
  private let width: Double

  init(_ histogram: AimetCountHistogram, shrinking: Shrinking) {
    self.histogram = histogram
    self.shrinking = shrinking
    width = (histogram.upper - histogram.lower) / Double(histogram.counts.count)
  }

  /// The range of the first window of least divergence, in float32.
  func leastDivergentRange() -> (lower: Float, upper: Float) {
    var window = 0...histogram.counts.count - 1
    var best = (lower: histogram.lower, upper: histogram.upper)
    var least = Double.infinity
    while window.count >= Self.levelCount {
      guard let divergence = divergence(keeping: window) else { break }
      if divergence < least {
        least = divergence
        best = (edge(window.lowerBound), edge(window.upperBound + 1))
      }
      window = shrunk(window)
    }
    return (Float(best.lower), Float(best.upper))
  }

  private func edge(_ bin: Int) -> Double { histogram.lower + Double(bin) * width }

  private func shrunk(_ window: ClosedRange<Int>) -> ClosedRange<Int> {
    let (first, last) = (window.lowerBound, window.upperBound)
    let (even, left, right) = (first + 1...last - 1, first + 2...last, first...last - 2)
    guard shrinking == .whereFewest else { return even }
    let counts = histogram.counts
    let loss = (
      even: counts[first] + counts[last], left: counts[first] + counts[first + 1],
      right: counts[last] + counts[last - 1]
    )
    var next = even
    if loss.left < loss.even { next = left }
    if loss.right < min(loss.even, loss.left) { next = right }
    // Zero stays within the window.
    if next != right, edge(next.lowerBound) > 0 { return right }
    if next == even, edge(last) < 0 { return left }
    if next == right, edge(last - 1) < 0 { return left }
    return next
  }

  /// KL(P‖Q) in nats; nil where P or Q has nothing.
  private func divergence(keeping window: ClosedRange<Int>) -> Double? {
    let counts = histogram.counts
    let size = window.count
    var reference = Array(counts[window])
    reference[0] = counts[...window.lowerBound].reduce(0, +)
    reference[size - 1] = counts[window.upperBound...].reduce(0, +)
    var candidate = [Double](repeating: 0, count: size)
    let merged = Double(size) / Double(Self.levelCount)
    for level in 0..<Self.levelCount {
      let start = Int((Double(level) * merged).rounded(.up))
      let end =
        level == Self.levelCount - 1 ? size : Int((Double(level + 1) * merged).rounded(.up))
      var (sum, occupied) = (0.0, 0.0)
      for bin in start..<end where counts[window.lowerBound + bin] != 0 {
        sum += counts[window.lowerBound + bin]
        occupied += 1
      }
      for bin in start..<end where counts[window.lowerBound + bin] != 0 {
        candidate[bin] = sum / occupied
      }
    }
    guard Self.total(reference) != 0, Self.total(candidate) != 0 else { return nil }
    Self.smooth(&reference)
    Self.smooth(&candidate)
    let (referenceTotal, candidateTotal) = (Self.total(reference), Self.total(candidate))
    var divergence = 0.0
    for (one, other) in zip(reference, candidate) {
      let (p, q) = (one / referenceTotal, other / candidateTotal)
      if p > 0, q > 0 { divergence += p * log(p / q) }
    }
    return divergence
  }

  /// The sum as the tool has it: rounded to float32 after each term.
  private static func total(_ terms: [Double]) -> Double {
    Double(terms.reduce(Float(0)) { Float(Double($0) + $1) })
  }

  /// Gives a ten-thousandth of a count to each empty bin and takes it off the others, unless that
  /// is a whole count or more for each.
  private static func smooth(_ counts: inout [Double]) {
    let empty = counts.count { $0 == 0 }
    guard empty < counts.count else { return }
    let taken = 0.0001 * Double(empty) / Double(counts.count - empty)
    guard taken < 1 else { return }
    for bin in counts.indices {
      if counts[bin] == 0 { counts[bin] += 0.0001 } else { counts[bin] -= taken }
    }
  }
}
