/// The sums of ``ErrorSums`` while they are added up, four values side by side.
///
/// Errors are taken in float64, where the difference of a value and its level loses less than an ulp.
struct LaneSums {
  typealias Lanes = SIMD4<Double>

  /// How many values there are.
  var count = 0
  /// Σx.
  var total = Lanes.zero
  /// Σx².
  var squares = Lanes.zero
  /// Σx̂².
  var quantizedSquares = Lanes.zero
  /// Σx·x̂.
  var products = Lanes.zero
  /// Σe² inside the representable range.
  var rounding = Lanes.zero
  /// Σe² outside of it.
  var clipping = Lanes.zero
  /// Σe.
  var signed = Lanes.zero
  /// Σ(e/S)², S the scale of each value's block.
  var inSteps = Lanes.zero
  /// Σ|e|.
  var absolute = Lanes.zero
  /// max |e|.
  var maximum = Lanes.zero
  /// How many values lie below the lowest level.
  var below = SIMD4<Int64>.zero
  /// How many values lie above the highest level.
  var above = SIMD4<Int64>.zero

  /// Takes four values and their levels in; `count` is left to the caller.
  ///
  /// `steps` is 1/S².
  @inline(__always)
  mutating func add(_ values: Lanes, levels: Lanes, lowest: Lanes, highest: Lanes, steps: Lanes) {
    let error = values - levels
    let square = error * error
    let isBelow = values .< lowest
    let isAbove = values .> highest
    let isClipped = isBelow .| isAbove
    rounding += square.replacing(with: Lanes.zero, where: isClipped)
    clipping += Lanes.zero.replacing(with: square, where: isClipped)
    // A mask is −1 where it holds.
    below &-= unsafe unsafeBitCast(isBelow, to: SIMD4<Int64>.self)
    above &-= unsafe unsafeBitCast(isAbove, to: SIMD4<Int64>.self)
    let magnitude = unsafe unsafeBitCast(
      unsafeBitCast(error, to: SIMD4<UInt64>.self) & 0x7FFF_FFFF_FFFF_FFFF, to: Lanes.self)
    absolute += magnitude
    signed += error
    inSteps += square * steps
    maximum = maximum.replacing(with: magnitude, where: magnitude .> maximum)
    squares += values * values
    quantizedSquares += levels * levels
    products += values * levels
    total += values
  }

  /// Takes one value and its level in, on the first lane.
  mutating func add(
    _ value: Double, level: Double, lowest: Double, highest: Double, steps: Double
  ) {
    let error = value - level
    signed[0] += error
    inSteps[0] += error * error * steps
    if value < lowest || value > highest {
      clipping[0] += error * error
    } else {
      rounding[0] += error * error
    }
    if value < lowest { below[0] &+= 1 }
    if value > highest { above[0] &+= 1 }
    absolute[0] += error.magnitude
    if error.magnitude > maximum[0] { maximum[0] = error.magnitude }
    squares[0] += value * value
    quantizedSquares[0] += level * level
    products[0] += value * level
    total[0] += value
  }

  /// Takes the values of other sums in, lane by lane.
  @inline(__always)
  static func += (sums: inout LaneSums, other: LaneSums) {
    sums.count &+= other.count
    sums.total += other.total
    sums.squares += other.squares
    sums.quantizedSquares += other.quantizedSquares
    sums.products += other.products
    sums.rounding += other.rounding
    sums.clipping += other.clipping
    sums.absolute += other.absolute
    sums.signed += other.signed
    sums.inSteps += other.inSteps
    sums.maximum = sums.maximum.replacing(
      with: other.maximum, where: other.maximum .> sums.maximum)
    sums.below &+= other.below
    sums.above &+= other.above
  }

  /// The sums of all lanes, without counts of levels.
  var sums: ErrorSums {
    var sums = ErrorSums()
    sums.count = count
    sums.squares = Self.sum(squares)
    sums.quantizedSquares = Self.sum(quantizedSquares)
    sums.products = Self.sum(products)
    sums.roundingSquaredError = Self.sum(rounding)
    sums.clippingSquaredError = Self.sum(clipping)
    sums.absoluteError = Self.sum(absolute)
    sums.signed = DoubleDouble(Self.sum(signed))
    sums.squaredErrorInSteps = Self.sum(inSteps)
    sums.maximumAbsoluteError = maximum.max()
    sums.clippedBelow = Int(below.wrappedSum())
    sums.clippedAbove = Int(above.wrappedSum())
    return sums
  }

  /// The sum of four lanes, always in the same order.
  static func sum(_ lanes: Lanes) -> Double {
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
  }
}
