import QuantizationEngine

/// The tails of a block of few values, whose sums float64 holds exactly, in whatever order they are added.
///
/// That is so where all values are float32 numbers and the largest is not much larger than the smallest: they
/// are whole multiples of the last digit of the smallest, and no sum of them has more than 53 digits. The
/// answers are then those of the running sums of a distribution, bit for bit.
struct ExactTails {
  /// The values, ascending.
  private let values: [Double]
  /// The sum of the `rank` smallest values, at `rank`.
  private let sums: [Double]

  /// The longest block that is gone through.
  private static let mostValues = 1024
  /// The digits of a float64, less those of a float32.
  private static let spareDigits = 53 - 24

  /// The tails of a block; nil where it is long, or its sums may be rounded.
  init?(_ distribution: any Distribution) {
    let count = distribution.count
    guard count <= Self.mostValues, distribution.knowsValues else { return nil }
    var values: [Double] = []
    var sums: [Double] = [0]
    values.reserveCapacity(count)
    sums.reserveCapacity(count + 1)
    var sum = 0.0
    var smallest = Double.infinity
    for rank in 0..<count {
      let value = distribution.value(atRank: rank)
      guard Double(Float(value)) == value else { return nil }
      if value != 0 { smallest = min(smallest, value.magnitude) }
      sum += value
      values.append(value)
      sums.append(sum)
    }
    if let first = values.first, let last = values.last, smallest.isFinite {
      let largest = max(first.magnitude, last.magnitude)
      let digitsOfCount = Int.bitWidth - count.leadingZeroBitCount
      guard Int(largest.exponent - smallest.exponent) + digitsOfCount <= Self.spareDigits else {
        return nil
      }
    }
    self.values = values
    self.sums = sums
  }

  /// The number and the sum of the values `x ≥ threshold`, less the sum of those `x ≤ −threshold`, as
  /// ``QuantizationEngine/Distribution/tail(from:)`` has them.
  func tail(from threshold: Float) -> (count: Int, sum: Double) {
    let upper = rank(below: threshold)
    let lower = rank(below: (-threshold).nextUp)
    let count = values.count
    return (lower + count - upper, sums[count] - sums[upper] - sums[lower])
  }

  /// How many values are below a bound.
  private func rank(below bound: Float) -> Int {
    let bound = Double(bound)
    var (lower, upper) = (0, values.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if values[middle] < bound { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }
}
