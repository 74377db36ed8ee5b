/// The bins of a sketch that are not empty, each with the moments of the values in it.
///
/// A bin is all float32 numbers whose order-preserving keys share their upper 22 bits: sign, exponent
/// and 13 bits of the fraction. Within a bin the value is linear in the lower 10 bits of the key,
///
///     x = x₀ + u · low,  u the distance of neighbouring float32 numbers                 (21)
///
/// so the sums of low and low², which are integers, are the moments of the values, exactly. Integers
/// add in any order to the same sum, which is what makes the sketch of a whole that of its parts.
///
/// *Invariants:* the bins ascend; each holds at least one value; Σlow and Σlow² are what that many
/// numbers from 0 to 1023 can have.
struct SketchBins: Hashable, Sendable {
  /// How many bits of a key say where in its bin a value is.
  static let lowBits = 10
  /// How many bins there can be.
  static let binCount = 1 << (32 - lowBits)
  /// The largest place in a bin.
  static let lastLow = 1 << lowBits - 1

  /// The upper bits of the keys, ascending.
  var places: [UInt32] = []
  /// How many values lie in each bin.
  var counts: [UInt64] = []
  /// Σlow over them.
  var sums: [UInt64] = []
  /// Σlow² over them.
  var squares: [UInt64] = []

  /// Adds a bin above all others.
  mutating func append(place: UInt32, count: UInt64, sum: UInt64, square: UInt64) {
    places.append(place)
    counts.append(count)
    sums.append(sum)
    squares.append(square)
  }

  /// Whether the numbers of a bin are finite.
  static func isFinite(place: UInt32) -> Bool {
    Float(key: place << UInt32(lowBits)).isFinite
      && Float(key: place << UInt32(lowBits) | UInt32(lastLow)).isFinite
  }

  /// The bins of two collections of values together.
  static func + (first: SketchBins, second: SketchBins) -> SketchBins {
    var merged = SketchBins()
    var one = 0
    var other = 0
    while one < first.places.count || other < second.places.count {
      let isOne =
        other == second.places.count
        || one < first.places.count && first.places[one] <= second.places[other]
      let isOther =
        one == first.places.count
        || other < second.places.count && second.places[other] <= first.places[one]
      merged.append(
        place: isOne ? first.places[one] : second.places[other],
        count: (isOne ? first.counts[one] : 0) + (isOther ? second.counts[other] : 0),
        sum: (isOne ? first.sums[one] : 0) + (isOther ? second.sums[other] : 0),
        square: (isOne ? first.squares[one] : 0) + (isOther ? second.squares[other] : 0))
      if isOne { one += 1 }
      if isOther { other += 1 }
    }
    return merged
  }
}
