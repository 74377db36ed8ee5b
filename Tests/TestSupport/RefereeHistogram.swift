import Foundation

/// Histograms, divergences and percentiles as NumPy and SciPy define them, value by value.
public enum RefereeHistogram {
  /// The edges that `numpy.histogram` lays over a range: `numpy.linspace`.
  ///
  /// A range of no width is widened by one half on each side.
  public static func edges(lower: Double, upper: Double, count: Int) -> [Double] {
    let first = lower == upper ? lower - 0.5 : lower
    let last = lower == upper ? upper + 0.5 : upper
    let step = (last - first) / Double(count)
    return (0...count).map { $0 == count ? last : Double($0) * step + first }
  }

  /// The bin of a value: that of the last edge that is not above it.
  ///
  /// The last bin is closed. nil outside.
  public static func bin(of value: Double, edges: [Double]) -> Int? {
    let count = edges.count - 1
    guard value >= edges[0], value <= edges[count] else { return nil }
    var lower = 0
    var upper = count
    while upper - lower > 1 {
      let middle = (lower + upper) / 2
      if edges[middle] <= value { lower = middle } else { upper = middle }
    }
    return lower
  }

  /// How many values each bin holds; values outside are dropped.
  public static func counts(_ values: [Double], edges: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: edges.count - 1)
    for value in values {
      if let bin = bin(of: value, edges: edges) { counts[bin] += 1 }
    }
    return counts
  }

  /// Σ p ln(p / q) of two lists of masses, each made to sum to 1; infinite where q alone is zero.
  public static func kullbackLeibler(_ masses: [Double], _ others: [Double]) -> Double {
    let total = CompensatedSum(masses).value
    let otherTotal = CompensatedSum(others).value
    return CompensatedSum(
      zip(masses, others).map { mass, other in
        let p = mass / total
        return p > 0 ? p * log(p / (other / otherTotal)) : 0
      }
    ).value
  }

  /// ½ KL(P‖M) + ½ KL(H‖M) with M = ½(P + H); nil if either has no mass.
  public static func jensenShannon(_ masses: [Double], _ others: [Double]) -> Double? {
    let total = CompensatedSum(masses).value
    let otherTotal = CompensatedSum(others).value
    guard total > 0, otherTotal > 0 else { return nil }
    var sum = CompensatedSum()
    for (mass, other) in zip(masses, others) {
      let p = mass / total
      let h = other / otherTotal
      let middle = (p + h) / 2
      if p > 0 { sum.add(p * log(p / middle)) }
      if h > 0 { sum.add(h * log(h / middle)) }
    }
    return sum.value / 2
  }

  /// Q: the mass of each code spread evenly over its bins that are not empty.
  ///
  /// `counts` is how many values each bin holds, `codes` the code of the centre of each.
  public static func spread(_ counts: [Int], codes: [Int]) -> [Double] {
    let firstCode = codes.min() ?? 0
    var mass = [Int](repeating: 0, count: (codes.max() ?? 0) - firstCode + 1)
    var bins = mass
    for (count, code) in zip(counts, codes) where count > 0 {
      mass[code - firstCode] += count
      bins[code - firstCode] += 1
    }
    return zip(counts, codes).map { count, code in
      count > 0 ? Double(mass[code - firstCode]) / Double(bins[code - firstCode]) : 0
    }
  }

  /// The centres of the bins between some edges.
  public static func centers(_ edges: [Double]) -> [Double] {
    zip(edges, edges.dropFirst()).map { ($0 + $1) / 2 }
  }

  /// `numpy.percentile` of ascending values by its default method.
  public static func percentile(_ percent: Double, ofAscending values: [Double]) -> Double {
    let place = percent / 100 * Double(values.count - 1)
    let below = Int(place)
    if below + 1 >= values.count { return values[values.count - 1] }
    let fraction = place - Double(below)
    let distance = values[below + 1] - values[below]
    if fraction >= 0.5 { return values[below + 1] - distance * (1 - fraction) }
    return values[below] + distance * fraction
  }
}
