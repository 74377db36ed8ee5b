/// Points in order, each with a weight and a sum, cut into runs of least squared deviation.
///
///     E[k][j] = min over i of E[k − 1][i] + c(i, j),   c(i, j) = Σ(x − mean)² over points i..<j
///
/// The cost is concave in the sense of Monge, c(a, c) + c(b, d) ≤ c(a, d) + c(b, c) for a ≤ b ≤ c ≤ d, so
/// that the best i does not descend with j: the j in the middle halves the choice of all others.
///
/// Sums are taken from the mean of all points, so that a difference of two keeps its digits.
///
/// - Complexity: O(k · m log m) time for m points, and k·m numbers of 4 bytes.
///
/// Source: X. Wu, "Optimal quantization by matrix searching" (1991); A. Grønlund and others, "Fast exact
/// k-means, k-medians and Bregman divergence clustering in 1D" (2017).
struct OptimalPartition {
  /// Running sums, one more than points.
  private let weights: [Double]
  private let sums: [Double]
  private let squares: [Double]
  /// Where the last of k runs begins for each end, k after k.
  private var starts: [[Int32]] = []

  /// The partitions of points into up to so many runs.
  ///
  /// - Parameters:
  ///   - moments: Of all values before each point, and of all.
  ///   - runCount: The largest number of runs asked for, at least 1.
  init(_ moments: [Moments], runCount: Int) {
    let all = moments[moments.count - 1]
    let mean = all.count > 0 ? all.total / Double(all.count) : 0
    weights = moments.map { Double($0.count) }
    sums = moments.map { $0.deviation(from: mean) }
    squares = moments.map { $0.squaredDeviation(from: mean) }
    let count = moments.count - 1
    var costs = (0...count).map { cost(0, $0) }
    starts = [[Int32](repeating: 0, count: count + 1)]
    for runs in 1..<max(min(runCount, count), 1) {
      var next = [Double](repeating: .infinity, count: count + 1)
      var begin = [Int32](repeating: 0, count: count + 1)
      fill(&next, &begin, from: costs, ends: runs + 1..<count + 1, starts: runs..<count)
      costs = next
      starts.append(begin)
    }
  }

  /// The points at which runs begin, and the number of points: one more than there are runs.
  func edges(runCount: Int) -> [Int] {
    var edges = [weights.count - 1]
    for runs in (0..<min(runCount, starts.count)).reversed() {
      edges.append(Int(starts[runs][edges[edges.count - 1]]))
    }
    return edges.reversed()
  }

  private func cost(_ lower: Int, _ upper: Int) -> Double {
    let weight = weights[upper] - weights[lower]
    guard weight > 0 else { return 0 }
    let sum = sums[upper] - sums[lower]
    return max(squares[upper] - squares[lower] - sum * sum / weight, 0)
  }

  /// Works out one number of runs for some ends, whose last runs begin among `starts`.
  private func fill(
    _ next: inout [Double], _ begin: inout [Int32], from costs: [Double], ends: Range<Int>,
    starts: Range<Int>
  ) {
    // What is left to do, so that a long line needs no deep stack.
    var tasks = [(ends: ends, starts: starts)]
    while let task = tasks.popLast() {
      guard !task.ends.isEmpty else { continue }
      let end = (task.ends.lowerBound + task.ends.upperBound) / 2
      var best = task.starts.lowerBound
      var least = Double.infinity
      for start in task.starts.lowerBound..<min(task.starts.upperBound, end) {
        let total = costs[start] + cost(start, end)
        if total < least { (best, least) = (start, total) }
      }
      next[end] = least
      begin[end] = Int32(best)
      tasks.append((task.ends.lowerBound..<end, task.starts.lowerBound..<best + 1))
      tasks.append((end + 1..<task.ends.upperBound, best..<task.starts.upperBound))
    }
  }
}
