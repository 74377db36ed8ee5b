/// The search of ``PPQMeanSquaredErrorCalibrator``: errors in quarters of a bin, as whole numbers.
///
/// Errors are exact, from running sums of n, n·i and n·i²; candidates that are equal but for the
/// tool's rounding are computed again in float64, bin after bin.
struct LevelWidthSearch {
  /// A range of bins; its end may lie beyond the last one.
  struct Candidate {
    let start: Int
    let end: Int
    let width: Int
  }

  private let counts: [Int]
  private let levelCount: Int
  private let counted: [Int]
  private let first: [Int]
  private let second: [Int]

  init(counts: [Int], levelCount: Int) {
    self.counts = counts
    self.levelCount = levelCount
    var counted = [0]
    var first = [0]
    var second = [0]
    for (bin, count) in counts.enumerated() {
      counted.append(counted[bin] + count)
      first.append(first[bin] + count * bin)
      second.append(second[bin] + count * bin * bin)
    }
    self.counted = counted
    self.first = first
    self.second = second
  }

  /// The first candidate with the least error.
  ///
  /// - Parameters:
  ///   - starts: the bins at which a range may start, ascending.
  ///   - isAllowed: whether it may start there; the first that may not ends the search.
  /// - Returns: the candidate.
  func best(starts: [Int], isAllowed: (Int) -> Bool) -> Candidate {
    let most = counts.count / levelCount
    var candidates = [candidate(0, most + 1)]
    for start in starts {
      guard isAllowed(start) else { break }
      for width in 1...most {
        let next = candidate(start, width)
        if next.end > counts.count + levelCount { break }
        candidates.append(next)
      }
    }
    let errors = candidates.map(error)
    let least = errors.reduce(Int.max, min)
    // 2048 roundings of 2^−53 each are far less than a billionth.
    let limit = least + least / 1_000_000_000
    let finalists = zip(candidates, errors).filter { $0.1 <= limit }.map(\.0)
    guard finalists.count > 1 else { return finalists[0] }
    var best = (candidate: finalists[0], loss: Double.infinity)
    for candidate in finalists {
      let loss = loss(candidate)
      if loss < best.loss { best = (candidate, loss) }
    }
    return best.candidate
  }

  private func candidate(_ start: Int, _ width: Int) -> Candidate {
    Candidate(start: start, end: start + levelCount * width, width: width)
  }

  /// Σ n · (4 · (i − origin) + 2)² over bins, 16 times the squares of distances plus one half.
  private func squares(_ lower: Int, _ upper: Int, origin: Int) -> Int {
    guard lower < upper else { return 0 }
    let n = counted[upper] - counted[lower]
    let s = first[upper] - first[lower]
    let q = second[upper] - second[lower]
    return 16 * (q - 2 * origin * s + origin * origin * n) + 16 * (s - origin * n) + 4 * n
  }

  /// 16 times the error of a candidate.
  private func error(_ candidate: Candidate) -> Int {
    let count = counts.count
    let width = candidate.width
    // Below the start a bin is start − i − 1/2 away, above the end i − end + 1/2.
    var sum = mirrored(0, min(candidate.start, count), end: candidate.start)
    if candidate.end + 1 < count {
      sum += squares(candidate.end + 1, count, origin: candidate.end)
    }
    var lower = candidate.start
    while lower <= candidate.end, lower < count {
      let left = width / 2
      let stop = min(count, candidate.end + 1)
      sum += squares(lower, min(lower + left, stop), origin: lower)
      var next = lower + left
      if width % 2 == 1 {
        // The middle bin of an odd width: its distance plus a quarter.
        if next < stop { sum += counts[next] * (4 * left + 1) * (4 * left + 1) }
        next += 1
      }
      sum += mirrored(min(next, stop), min(lower + width, stop), end: lower + width)
      lower += width
    }
    return sum
  }

  /// Σ n · (4 · (end − 1 − i) + 2)².
  private func mirrored(_ lower: Int, _ upper: Int, end: Int) -> Int {
    guard lower < upper else { return 0 }
    let n = counted[upper] - counted[lower]
    let s = first[upper] - first[lower]
    let q = second[upper] - second[lower]
    let last = end - 1
    return 16 * (q - 2 * last * s + last * last * n) + 16 * (last * n - s) + 4 * n
  }

  /// The error as the tool adds it up.
  private func loss(_ candidate: Candidate) -> Double {
    let total = Double(counted[counts.count])
    var loss = 0.0
    for (bin, count) in counts.enumerated() {
      let error: Double
      if bin < candidate.start {
        error = Double(candidate.start - bin - 1) + 0.5
      } else if bin > candidate.end {
        error = Double(bin - candidate.end) + 0.5
      } else {
        let left = (bin - candidate.start) % candidate.width
        let right = candidate.width - left - 1
        error = left == right ? Double(left) + 0.25 : min(Double(left), Double(right)) + 0.5
      }
      loss += Double(count) * error * error / total
    }
    return loss
  }
}
