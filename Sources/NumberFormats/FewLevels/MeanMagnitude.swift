/// Σ|x| and how many values it is of, gathered piece after piece.
///
/// The finite magnitudes of a piece are added up in float64 in the order of the values, and then
/// the sums of pieces in their order. Where the pieces of a scope are cut may so change the last
/// bits of a float64, and hardly ever those of the float32 that is made of it.
struct MeanMagnitude: Hashable, Sendable {
  /// Σ|x|.
  private(set) var sum = 0.0
  /// How many.
  private(set) var count = 0

  /// The mean; 0 of nothing.
  var value: Double { count > 0 ? sum / Double(count) : 0 }

  /// Takes in the finite magnitudes greater than some number.
  mutating func take(_ values: Span<Float>, greaterThan least: Float = -1) {
    let piece = values.sumOfMagnitudes(greaterThan: least)
    sum += piece.sum
    count += piece.count
  }

  /// Takes in those of values that follow.
  mutating func take(_ other: MeanMagnitude) {
    sum += other.sum
    count += other.count
  }
}
