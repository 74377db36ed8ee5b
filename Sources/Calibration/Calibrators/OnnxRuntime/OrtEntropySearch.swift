/// The search of ``OrtEntropyCalibrator`` over a histogram.
struct OrtEntropySearch {
  private let counts: [Int]
  private let quantizedBinCount: Int
  /// How many values there are before each bin.
  private let before: [Int]
  private var kept: [Float] = []
  private var spread: [Float] = []

  init(counts: [Int], quantizedBinCount: Int) {
    self.counts = counts
    self.quantizedBinCount = quantizedBinCount
    before = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
  }

  /// The bins that the best candidate keeps; the first of equally good ones, the narrowest.
  mutating func leastDivergentBins() -> Range<Int> {
    let middle = counts.count / 2
    var best = 0..<0
    var least = Float.infinity
    for half in stride(from: quantizedBinCount / 2, through: middle, by: 1) {
      let bins = middle - half..<min(middle + half + 1, counts.count)
      let divergence = divergence(keeping: bins)
      if divergence < least || best.isEmpty {
        least = divergence
        best = bins
      }
    }
    return best
  }

  /// KL(P‖Q) in float32; infinite where P or Q has nothing.
  private mutating func divergence(keeping bins: Range<Int>) -> Float {
    let size = bins.count
    var reference = Array(counts[bins])
    reference[0] += before[bins.lowerBound]
    reference[size - 1] += before[counts.count] - before[bins.upperBound]
    var candidate = [Int](repeating: 0, count: size)
    let merged = size / quantizedBinCount
    for index in 0..<quantizedBinCount {
      let part = index * merged..<(index + 1) * merged
      let end = index == quantizedBinCount - 1 ? size : part.upperBound
      let count = before[bins.lowerBound + end] - before[bins.lowerBound + part.lowerBound]
      var occupied = 0
      for bin in part where reference[bin] != 0 { occupied += 1 }
      guard occupied > 0 else { continue }
      let share = count / occupied
      for bin in part { candidate[bin] = share }
    }
    guard Self.smooth(reference, into: &kept), Self.smooth(candidate, into: &spread) else {
      return .infinity
    }
    let keptTotal = NumpySum.sum(kept)
    let spreadTotal = NumpySum.sum(spread)
    for bin in 0..<size {
      let share = kept[bin] / keptTotal
      let other = spread[bin] / spreadTotal
      kept[bin] = share * NumpyLogarithm.log(share / other)
    }
    return NumpySum.sum(kept)
  }

  /// Gives a ten-thousandth of a count to each empty bin and takes it off the others.
  ///
  /// - Returns: false where all bins are empty.
  private static func smooth(_ counts: [Int], into smoothed: inout [Float]) -> Bool {
    var empty = 0
    for count in counts where count == 0 { empty += 1 }
    guard empty < counts.count else { return false }
    let taken = Float(-(0.0001 * Double(empty) / Double(counts.count - empty)))
    let given: Float = 0.0001
    smoothed.removeAll(keepingCapacity: true)
    for count in counts {
      smoothed.append(Float(count) + (count == 0 ? given : taken))
    }
    return true
  }
}
