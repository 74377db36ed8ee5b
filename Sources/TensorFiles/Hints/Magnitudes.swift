/// The binary logarithms of some numbers' magnitudes, as far as they say whether the numbers are any.
///
/// Real tensors have most of their values within a few binades: the logarithms of normal ones scatter
/// by 1.6. Bits of another type scatter over all of the exponents there are, or over none.
struct Magnitudes {
  /// How many there are.
  private(set) var count = 0
  /// How many are outside of 2^−60…2^40, or no numbers.
  private(set) var wildCount = 0
  private var sum = 0.0
  private var squares = 0.0

  /// Adds one, by its exponent with its fraction; no number has `nil`.
  mutating func add(_ logarithm: Double?) {
    count += 1
    guard let logarithm else {
      wildCount += 1
      return
    }
    if logarithm < -60 || logarithm > 41 { wildCount += 1 }
    sum += logarithm
    squares += logarithm * logarithm
  }

  /// The share that is wild; 0 of none.
  var wildShare: Double { count > 0 ? Double(wildCount) / Double(count) : 0 }
  /// The mean of those that are numbers.
  var mean: Double { sum / Double(max(count, 1)) }
  /// The standard deviation, in binades.
  var deviation: Double {
    let mean = mean
    return max(squares / Double(max(count, 1)) - mean * mean, 0).squareRoot()
  }
}
