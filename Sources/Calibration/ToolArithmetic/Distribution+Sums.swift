internal import QuantizationEngine

extension Distribution {
  /// The largest magnitude, rounded to float32; nil if there are no values.
  var largestMagnitude: Float? { magnitudeBounds?.upperBound }

  /// How many magnitudes lie between thresholds, those above `last` being counted in the first bin.
  ///
  /// - Parameters:
  ///   - thresholds: where each bin but the first begins.
  ///   - last: the largest magnitude of the last bin.
  /// - Returns: one count for each bin.
  func magnitudeCounts(between thresholds: [Float], last: Float) -> [Int] {
    let ranks = [0] + magnitudeRanks(belowRounding: thresholds + [last.nextUp])
    var counts = zip(ranks.dropFirst(), ranks).map { $0 - $1 }
    counts[0] += count - ranks[ranks.count - 1]
    return counts
  }

  /// Σ(x − x̂)², exact.
  func squaredError(on staircase: Staircase) -> Double {
    sums(on: staircase).squaredError
  }

  /// Σ(x − x̂)² and Σx̂², exact.
  func sums(on staircase: Staircase) -> (squaredError: Double, quantizedSquares: Double) {
    let ranks = [0] + ranks(belowRounding: staircase.thresholds) + [count]
    let moments = moments(below: ranks)
    var sums = (squaredError: 0.0, quantizedSquares: 0.0)
    for (step, value) in staircase.levels.enumerated() where ranks[step + 1] > ranks[step] {
      let level = Double(value)
      sums.squaredError += (moments[step + 1] - moments[step]).squaredDeviation(from: level)
      sums.quantizedSquares += level * level * Double(ranks[step + 1] - ranks[step])
    }
    return sums
  }

  /// The number and the sum of the values `x ≥ threshold` and `x ≤ −threshold`, in float32.
  ///
  /// Edge cases: with a threshold of 0 zeros are in both, and counted twice.
  func tail(from threshold: Float) -> (count: Int, sum: Double) {
    let upper = ranks(belowRounding: [threshold])[0]
    let lower = ranks(belowRounding: [(-threshold).nextUp])[0]
    return (
      lower + count - upper,
      moments.total - moments(below: [upper])[0].total - moments(below: [lower])[0].total
    )
  }
}
