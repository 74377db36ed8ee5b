/// What the values of a tensor are like: their mean, spread and shape.
///
/// Over the n finite values, whatever block they are in:
///
///     μ = Σx / n,  σ² = Σ(x − μ)² / n,  kurtosis = (Σ(x − μ)⁴ / n) / σ⁴               (26)
///
/// *Units* are those of the tensor for the mean and σ.
///
/// Edge cases: of equal values σ is 0, and there is neither a kurtosis nor a largest |x| / σ.
public struct ValueStatistics: Hashable, Sendable {
  /// How many values there are.
  public let count: Int
  /// μ, exactly rounded but for the last bit.
  public let mean: Double
  /// σ, that of the values themselves: divided by n, not by n − 1.
  public let standardDeviation: Double
  /// How many values are zero.
  public let zeroCount: Int
  /// The kurtosis: 3 for a normal distribution, 1.8 for an even one, more for heavy tails; nil for
  /// equal values.
  public let kurtosis: Double?
  /// max |x| / σ; nil for equal values.
  public let largestInDeviations: Double?

  /// The statistics of a tensor; nil without values, and where they are not known one by one.
  ///
  /// - Complexity: O(values), on all processors; O(different values) where they are counted.
  public init?(_ tensor: TensorDistribution) {
    let moments = tensor.blocks.reduce(Moments.zero) { $0 + $1.moments }
    guard tensor.exactness == .exact, moments.count > 0, let bounds = tensor.bounds else {
      return nil
    }
    count = moments.count
    let number = Double(count)
    let mean = moments.total / number
    self.mean = mean
    let largest = max(abs(bounds.lowerBound), abs(bounds.upperBound))
    let blocks = tensor.blocks
    zeroCount = blocks.reduce(0) { sum, block in
      let ranks = block.ranks(below: [0, Double.leastNonzeroMagnitude])
      return sum + ranks[1] - ranks[0]
    }
    guard bounds.lowerBound < bounds.upperBound else {
      (standardDeviation, kurtosis, largestInDeviations) = (0, nil, nil)
      return
    }
    // In units of the largest |x|, so that no fourth power leaves float64 at either end.
    let powers = Parallel.map(blocks.flatMap(Part.parts)) {
      PowerSums(of: $0, about: mean, unit: largest)
    }.reduce(PowerSums()) { $0 + $1 }
    // The mean was rounded: its rest is what the values are about it, on average.
    let rest = powers.first.value / number
    let square = powers.second.value / number
    let variance = max(square - rest * rest, 0)
    let fourth =
      powers.fourth.value / number - 4 * rest * powers.third.value / number
      + 6 * rest * rest * square - 3 * rest * rest * rest * rest
    let deviation = variance.squareRoot()
    standardDeviation = deviation * largest
    kurtosis = variance > 0 ? fourth / (variance * variance) : nil
    largestInDeviations = deviation > 0 ? 1 / deviation : nil
  }

  /// Some neighbouring ranks of a line.
  fileprivate struct Part: Sendable {
    let line: any Distribution
    let ranks: Range<Int>

    /// A line cut into parts for one processor each.
    static func parts(of line: any Distribution) -> [Part] {
      // What is counted has few values, however often.
      guard line is SortedDistribution else { return [Part(line: line, ranks: 0..<line.count)] }
      return stride(from: 0, to: line.count, by: WorkMeter.stretchLength).map {
        Part(line: line, ranks: $0..<min($0 + WorkMeter.stretchLength, line.count))
      }
    }
  }
}

/// Σd, Σd², Σd³ and Σd⁴, d the distance of a value from a place near the mean in some unit.
private struct PowerSums: Sendable {
  var first = DoubleDouble.zero
  var second = DoubleDouble.zero
  var third = DoubleDouble.zero
  var fourth = DoubleDouble.zero

  init() {}

  /// The sums over a part of a line.
  init(of part: ValueStatistics.Part, about mean: Double, unit: Double) {
    if let line = part.line as? SortedDistribution {
      unsafe line.withNumbers { numbers in
        unsafe add(numbers, part.ranks, about: mean, unit: unit)
      } float64: { numbers in
        unsafe add(numbers, part.ranks, about: mean, unit: unit)
      }
    } else if let line = part.line as? CountedDistribution {
      line.forEachValue { add(($0 - mean) / unit, times: Double($1)) }
    }
  }

  private mutating func add(_ distance: Double, times count: Double) {
    let square = distance * distance
    first += DoubleDouble(distance, times: count)
    second += DoubleDouble(square, times: count)
    third += DoubleDouble(square * distance, times: count)
    fourth += DoubleDouble(square * square, times: count)
  }

  /// So many are added up in float64 before their sums are put to the others.
  private static let chunkLength = 1024

  private mutating func add<Number: LineElement>(
    _ numbers: UnsafeBufferPointer<Number>, _ ranks: Range<Int>, about mean: Double, unit: Double
  ) {
    for start in stride(from: ranks.lowerBound, to: ranks.upperBound, by: Self.chunkLength) {
      var (one, two, three, four) = (0.0, 0.0, 0.0, 0.0)
      for rank in start..<min(start + Self.chunkLength, ranks.upperBound) {
        let distance = unsafe (Double(numbers[rank]) - mean) / unit
        let square = distance * distance
        one += distance
        two += square
        three += square * distance
        four += square * square
      }
      first += one
      second += two
      third += three
      fourth += four
    }
  }

  static func + (left: PowerSums, right: PowerSums) -> PowerSums {
    var sum = left
    sum.first += right.first
    sum.second += right.second
    sum.third += right.third
    sum.fourth += right.fourth
    return sum
  }
}
