import Glibc

extension ErrorSumBounds {
  /// The bounds of two blocks together.
  static func + (first: ErrorSumBounds, second: ErrorSumBounds) -> ErrorSumBounds {
    var sum = first
    sum.count += second.count
    sum.squares += second.squares
    sum.quantizedSquares += second.quantizedSquares
    sum.squaredError += second.squaredError
    sum.roundingSquaredError += second.roundingSquaredError
    sum.clippingSquaredError += second.clippingSquaredError
    sum.absoluteError += second.absoluteError
    sum.signedError += second.signedError
    sum.squaredErrorInSteps = first.squaredErrorInSteps.flatMap { steps in
      second.squaredErrorInSteps.map { steps + $0 }
    }
    sum.maximumAbsoluteError = sum.maximumAbsoluteError.raised(
      to: second.maximumAbsoluteError.lower...second.maximumAbsoluteError.upper)
    sum.clippedBelow = sum.clippedBelow + second.clippedBelow
    sum.clippedAbove = sum.clippedAbove + second.clippedAbove
    sum.levelCounts = zip(first.levelCounts, second.levelCounts).map { $0 + $1 }
    // Of several blocks only the counts are known, not which values could move between them.
    sum.entropyReach = .infinity
    return sum
  }

  /// Estimated sums, each brought within its bounds where it lies outside.
  func holding(_ estimates: ErrorSums) -> ErrorSums {
    var sums = estimates
    sums.roundingSquaredError = roundingSquaredError.nearest(to: estimates.roundingSquaredError)
    sums.clippingSquaredError = clippingSquaredError.nearest(to: estimates.clippingSquaredError)
    // The parts together have bounds of their own; the larger one takes the rest.
    let parts = sums.squaredError
    let rest = parts.isFinite ? squaredError.nearest(to: parts) - parts : 0
    if sums.roundingSquaredError >= sums.clippingSquaredError {
      sums.roundingSquaredError = max(sums.roundingSquaredError + rest, 0)
    } else {
      sums.clippingSquaredError = max(sums.clippingSquaredError + rest, 0)
    }
    sums.absoluteError = absoluteError.nearest(to: estimates.absoluteError)
    sums.signed = DoubleDouble(signedError.nearest(to: estimates.signedError))
    sums.squaredErrorInSteps = estimates.squaredErrorInSteps.map {
      squaredErrorInSteps?.nearest(to: $0) ?? $0
    }
    sums.maximumAbsoluteError = maximumAbsoluteError.nearest(to: estimates.maximumAbsoluteError)
    return sums
  }

  /// The metrics that these sums bound.
  func errorBounds(of error: QuantizationError) -> ErrorBounds {
    var bounds = ErrorBounds(
      clippedBelow: clippedBelow, clippedAbove: clippedAbove, codesUsed: codesUsed)
    bounds.meanSquaredError = squaredError.mean(of: count)
    bounds.roundingMeanSquaredError = roundingSquaredError.mean(of: count)
    bounds.clippingMeanSquaredError = clippingSquaredError.mean(of: count)
    bounds.meanAbsoluteError = absoluteError.mean(of: count)
    bounds.maximumAbsoluteError = maximumAbsoluteError.mean(of: min(count, 1))
    bounds.meanError = signedError.mean(of: count)
    bounds.rootMeanSquaredError = bounds.meanSquaredError?.root
    bounds.rootMeanSquaredErrorInSteps = squaredErrorInSteps?.mean(of: count)?.root
    bounds.noiseInPercent = noise
    bounds.sqnrInDecibels = sqnr
    bounds.cosineSimilarity = cosine
    bounds.codeEntropyInBits = entropy(near: error.codeEntropyInBits)
    if let range = bounds.meanSquaredError, let shown = error.meanSquaredError {
      bounds.meanSquaredErrorBound = range.greatestDistance(from: shown)
    }
    return bounds
  }

  private var codesUsed: ClosedRange<Int> {
    levelCounts.count { $0.lowerBound > 0 }...levelCounts.count { $0.upperBound > 0 }
  }

  /// Room for the rounding of a logarithm of numbers that have room of their own.
  private static let logarithmRoom = 1e-11

  private var sqnr: ClosedRange<Double>? {
    guard count > 0, squares.upper > 0 else { return nil }
    guard squaredError.upper < .infinity else {
      return -.infinity...(squaredError.lower < .infinity ? Double.infinity : -.infinity)
    }
    func decibels(_ signal: Double, _ error: Double) -> Double {
      error > 0 ? 10 * log10(signal / error) : .infinity
    }
    let least = decibels(squares.lower, squaredError.upper)
    let most = decibels(squares.upper, squaredError.lower)
    return least - Self.logarithmRoom * max(abs(least), 1)...most + Self.logarithmRoom
      * max(abs(most), 1)
  }

  private var noise: ClosedRange<Double>? {
    guard count > 0, squares.upper > 0 else { return nil }
    // Where a level overflows nothing is known of the signal.
    guard squares.upper < .infinity else {
      return (squaredError.lower < .infinity ? 0 : .infinity)...(.infinity)
    }
    let room = 0x1p-44
    let least = 100 * (squaredError.lower / squares.upper) * (1 - room)
    guard squares.lower > 0, squaredError.upper < .infinity else { return least...(.infinity) }
    return least...max(100 * (squaredError.upper / squares.lower) * (1 + room), least)
  }

  /// With ε = Σe² / Σx² and q² = Σx̂² / Σx², the cosine is (1 + q² − ε) / 2q: it falls with ε, and
  /// is least at q² = 1 − ε.
  private var cosine: ClosedRange<Double>? {
    guard squares.upper > 0, quantizedSquares.upper > 0 else { return nil }
    guard squares.lower > 0, quantizedSquares.lower > 0, quantizedSquares.upper < .infinity else {
      return -1...1
    }
    let share = 1 + 0x1p-44
    let error = Interval(
      lower: squaredError.lower / squares.upper / share,
      upper: squaredError.upper / squares.lower * share)
    let ratio = Interval(
      lower: (quantizedSquares.lower / squares.upper).squareRoot() / share,
      upper: (quantizedSquares.upper / squares.lower).squareRoot() * share)
    func cosine(_ ratio: Double, _ error: Double) -> Double {
      (1 - error) / (2 * ratio) + ratio / 2
    }
    let turn = max(1 - error.upper, 0).squareRoot()
    let least = cosine(min(max(turn, ratio.lower), ratio.upper), error.upper)
    let most = max(cosine(ratio.lower, error.lower), cosine(ratio.upper, error.lower))
    // A few roundings of terms as large as 1 / q.
    let room = 0x1p-44 * (1 + 1 / ratio.lower)
    return min(max(least - room, -1), 1)...max(min(most + room, 1), -1)
  }

  /// n · H = n · ln n − Σψ(c), by equation (23) or by the bounds of each count.
  private func entropy(near estimate: Double?) -> ClosedRange<Double>? {
    guard count > 0, let estimate else { return nil }
    let total = Double(count)
    if entropyReach < .infinity {
      let reach = entropyReach / total / log(2.0) + Self.logarithmRoom
      return max(estimate - reach, 0)...estimate + reach
    }
    // −p log₂ p rises up to p = 1/e and falls after it.
    func part(_ share: Double) -> Double { share > 0 ? -share * log2(share) : 0 }
    let peak = exp(-1.0)
    var range = Interval.zero
    for counts in levelCounts {
      let (lower, upper) = (Double(counts.lowerBound) / total, Double(counts.upperBound) / total)
      let ends = (part(lower), part(upper))
      let most = lower < peak && upper > peak ? part(peak) : max(ends.0, ends.1)
      range += Interval(lower: min(ends.0, ends.1), upper: most)
    }
    return max(range.lower - Self.logarithmRoom, 0)...range.upper + Self.logarithmRoom
  }
}

/// The sums of two ranges of counts.
private func + (first: ClosedRange<Int>, second: ClosedRange<Int>) -> ClosedRange<Int> {
  first.lowerBound + second.lowerBound...first.upperBound + second.upperBound
}

extension ClosedRange<Double> {
  /// The range of the roots of the numbers of a range that has none below zero.
  fileprivate var root: ClosedRange<Double> {
    lowerBound.squareRoot()...upperBound.squareRoot()
  }
}
