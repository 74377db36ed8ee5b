/// What is gathered of values fastest: their order is that of integers, which are compared several
/// at a time.
extension Span<Float> {
  /// The greater of some finite magnitude and those of the finite values.
  func largestMagnitude(atLeast known: Float) -> Float {
    var largest = Int32(bitPattern: known.bitPattern)
    for index in indices {
      let magnitude = Int32(bitPattern: self[index].bitPattern) & 0x7FFF_FFFF
      let finite = magnitude < 0x7F80_0000 ? magnitude : 0
      largest = finite > largest ? finite : largest
    }
    return Float(bitPattern: UInt32(bitPattern: largest))
  }

  /// Σ|x| over the finite magnitudes greater than some number, one after another in float64, and
  /// how many there are.
  func sumOfMagnitudes(greaterThan least: Float = -1) -> (sum: Double, count: Int) {
    var sum = 0.0
    var count = 0
    for index in indices {
      let magnitude = self[index].magnitude
      let counts = magnitude > least && magnitude < .infinity
      sum += counts ? Double(magnitude) : 0
      count &+= counts ? 1 : 0
    }
    return (sum, count)
  }
}

/// The smallest and the largest of finite values, in order: −0 is below 0.
struct FiniteBounds: Hashable, Sendable {
  /// The bounds as integers in the order of the values; the reverse of each other without values.
  private var lowest = Int32.max
  private var highest = Int32.min

  /// The bounds; nil without values.
  var values: (lower: Float, upper: Float)? {
    lowest <= highest ? (Self.value(lowest), Self.value(highest)) : nil
  }

  /// Takes in the finite among some values.
  mutating func take(_ values: Span<Float>) {
    var (lowest, highest) = (lowest, highest)
    for index in values.indices {
      let bits = Int32(bitPattern: values[index].bitPattern)
      let place = bits ^ ((bits &>> 31) & 0x7FFF_FFFF)
      let isFinite = bits & 0x7FFF_FFFF < 0x7F80_0000
      let low = isFinite ? place : Int32.max
      let high = isFinite ? place : Int32.min
      lowest = low < lowest ? low : lowest
      highest = high > highest ? high : highest
    }
    (self.lowest, self.highest) = (lowest, highest)
  }

  /// Takes in the bounds of other values.
  mutating func take(_ other: FiniteBounds) {
    lowest = min(lowest, other.lowest)
    highest = max(highest, other.highest)
  }

  private static func value(_ place: Int32) -> Float {
    Float(bitPattern: UInt32(bitPattern: place ^ ((place &>> 31) & 0x7FFF_FFFF)))
  }
}
