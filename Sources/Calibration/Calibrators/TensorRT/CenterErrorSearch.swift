/// The search for the amax with the least squared error of a histogram's bin centres.
///
/// Centres that share a code are neighbours, so running sums of n, nc and nc² give the error of a
/// candidate in O(levels). That is exact but for rounding; candidates too near to the best for
/// float32 to agree on are computed again as the tool does it, bin by bin in float32.
struct CenterErrorSearch {
  let centers: [Float]
  private let counts: [Float]
  private let bound: Float
  /// Running sums over bins, the centres relative to the last one.
  private let counted: [Double]
  private let sums: [Double]
  private let squares: [Double]
  private let unit: Double

  init(_ histogram: ToolHistogram, bitWidth: Int) {
    centers = zip(histogram.edges.dropFirst(), histogram.edges).map { ($0 + $1) / 2 }
    counts = histogram.counts.map(Float.init)
    bound = Float((1 << (bitWidth - 1)) - 1)
    let unit = Double(centers[centers.count - 1])
    var counted = [0.0]
    var sums = [0.0]
    var squares = [0.0]
    for (bin, count) in histogram.counts.enumerated() {
      let place = unit > 0 ? Double(centers[bin]) / unit : 0
      counted.append(counted[bin] + Double(count))
      sums.append(sums[bin] + Double(count) * place)
      squares.append(squares[bin] + Double(count) * place * place)
    }
    self.unit = unit
    self.counted = counted
    self.sums = sums
    self.squares = squares
  }

  /// The first candidate with the least error, or the first with an undefined one.
  ///
  /// - Parameter first: the bin of the first candidate.
  /// - Returns: the centre of its bin.
  func firstBest(from first: Int) -> Float {
    var finalists = Array(first..<centers.count)
    // Where squares stay clear of float32's ends, sums in float64 tell most candidates apart.
    if unit > 1e-12, unit * unit * counted[counts.count] < 1e30 {
      var least = Double.infinity
      var estimates: [(bin: Int, error: Double)] = []
      for bin in finalists.reversed() where clippingError(bin) <= tolerance(least) {
        let error = estimate(bin)
        least = min(least, error)
        estimates.append((bin, error))
      }
      finalists = estimates.filter { $0.error <= tolerance(least) }.map(\.bin).reversed()
    }
    var best = (center: Float.nan, error: Float.infinity)
    for bin in finalists {
      let error = error(bin)
      if error.isNaN { return centers[bin] }
      if error < best.error || best.center.isNaN { best = (centers[bin], error) }
    }
    return best.center
  }

  /// Errors up to which float32 may prefer another candidate to one with the error given.
  private func tolerance(_ error: Double) -> Double {
    // A centre and its level are known to 2^−24 of the largest centre each, which moves the square of
    // their distance by less than the square of four times that beside a share of a thousandth.
    error * 1.002 + counted[counts.count] * 0x1p-42
  }

  /// The part of the error that lies beyond a candidate.
  private func clippingError(_ bin: Int) -> Double {
    guard !isZero(bin) else { return estimate(bin) }
    return deviation(bin + 1, centers.count, from: Double(centers[bin]) / unit)
  }

  private func deviation(_ lower: Int, _ upper: Int, from level: Double) -> Double {
    (squares[upper] - squares[lower]) - 2 * level * (sums[upper] - sums[lower])
      + level * level * (counted[upper] - counted[lower])
  }

  /// Whether a candidate is so small that the tool makes zeros of everything under it.
  private func isZero(_ bin: Int) -> Bool { centers[bin] <= 0x1p-24 }

  private func estimate(_ bin: Int) -> Double {
    guard !isZero(bin) else { return deviation(0, centers.count, from: 0) }
    let multiplier = bound / centers[bin]
    var error = 0.0
    var lower = 0
    var code = self.code(0, multiplier)
    // Bins are evenly spaced, so where a code ends is known but for a bin.
    let spacing = Double(centers[centers.count - 1] - centers[0]) / Double(centers.count - 1)
    while lower < centers.count {
      var upper = centers.count
      if code < bound {
        let edge = (Double(code) + 0.5) / Double(multiplier)
        upper = min(max(Int((edge - Double(centers[0])) / spacing) + 1, lower + 1), centers.count)
        while upper < centers.count, self.code(upper, multiplier) <= code { upper += 1 }
        while upper > lower + 1, self.code(upper - 1, multiplier) > code { upper -= 1 }
      }
      error += deviation(lower, upper, from: Double(code / multiplier) / unit)
      lower = upper
      if lower < centers.count { code = self.code(lower, multiplier) }
    }
    return error
  }

  private func code(_ bin: Int, _ multiplier: Float) -> Float {
    min((centers[bin] * multiplier).rounded(.toNearestOrEven), bound)
  }

  /// The error as the tool computes it.
  private func error(_ bin: Int) -> Float {
    let amax = centers[bin]
    let multiplier = isZero(bin) ? 0 : bound / amax
    let divisor = isZero(bin) ? 1 : multiplier
    return TorchArithmetic.mean(
      zip(centers, counts).map { center, count in
        let code = min(max((center * multiplier).rounded(.toNearestOrEven), -bound), bound)
        let error = code / divisor - center
        return error * error * count
      })
  }
}
