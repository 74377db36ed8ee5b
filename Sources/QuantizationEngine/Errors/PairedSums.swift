/// The sums of ``ErrorSums`` over values and what became of each, whatever did it to them.
///
///     var sums = PairedSums()
///     sums.add(values.span, decoded.span)
///     QuantizationError(sums: sums.errorSums).sqnrInDecibels
///
/// Values that are not finite are counted and in no sum. A finite value that became infinite or NaN is
/// *lost*: it is counted, and in no sum either, so that the error of the others can still be read.
///
/// Errors are taken in float64, where the difference of two float32 numbers of like size is exact.
public struct PairedSums: Hashable, Sendable {
  private typealias Lanes = SIMD4<Double>

  /// How many values are in the sums.
  public private(set) var count = 0
  /// How many finite values became infinite or NaN.
  public private(set) var lostCount = 0
  /// How many values are not finite.
  public private(set) var excluded = NonFiniteCounts()

  private var smallest = SIMD4<Float>(repeating: .infinity)
  private var largest = SIMD4<Float>(repeating: -.infinity)
  private var squares = Lanes.zero
  private var quantizedSquares = Lanes.zero
  private var products = Lanes.zero
  private var squaredError = Lanes.zero
  private var absoluteError = Lanes.zero
  private var signedError = Lanes.zero
  private var total = Lanes.zero
  private var maximum = Lanes.zero

  /// The sums over no values.
  public init() {}

  /// The smallest and the largest finite value, lost ones included; nil without any.
  public var bounds: ClosedRange<Double>? {
    let (low, high) = (smallest.min(), largest.max())
    return low <= high ? Double(low)...Double(high) : nil
  }

  /// How many finite values there are.
  public var finiteCount: Int { count + lostCount }

  /// Σx over the values in the sums.
  public var sumOfValues: Double { LaneSums.sum(total) }

  /// Takes values in.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - quantized: What became of each.
  /// - Precondition: there are as many of both.
  public mutating func add(_ values: Span<Float>, _ quantized: Span<Float>) {
    precondition(values.count == quantized.count, "there is a pair for each value")
    // One copy in registers, so that no sum goes through memory for every four values.
    var sums = self
    let whole = values.count & ~3
    var index = 0
    while index < whole {
      let value = SIMD4(
        values[index], values[index &+ 1], values[index &+ 2], values[index &+ 3])
      let level = SIMD4(
        quantized[index], quantized[index &+ 1], quantized[index &+ 2], quantized[index &+ 3])
      // x − x is 0 where x is finite, and NaN elsewhere.
      if all((value - value) + (level - level) .== SIMD4<Float>.zero) {
        sums.addFinite(value, level)
      } else {
        for lane in 0..<4 { sums.add(value[lane], level[lane]) }
      }
      index &+= 4
    }
    while index < values.count {
      sums.add(values[index], quantized[index])
      index &+= 1
    }
    self = sums
  }

  @inline(__always)
  private mutating func addFinite(_ value: SIMD4<Float>, _ level: SIMD4<Float>) {
    count &+= 4
    smallest = smallest.replacing(with: value, where: value .< smallest)
    largest = largest.replacing(with: value, where: value .> largest)
    let (exact, quantized) = (Lanes(value), Lanes(level))
    let error = exact - quantized
    let magnitude = error.replacing(with: -error, where: error .< Lanes.zero)
    total += exact
    squares += exact * exact
    quantizedSquares += quantized * quantized
    products += exact * quantized
    squaredError += error * error
    absoluteError += magnitude
    signedError += error
    maximum = maximum.replacing(with: magnitude, where: magnitude .> maximum)
  }

  /// Takes one value in.
  private mutating func add(_ value: Float, _ level: Float) {
    guard value.isFinite else {
      excluded.add(value)
      return
    }
    smallest[0] = min(smallest[0], value)
    largest[0] = max(largest[0], value)
    guard level.isFinite else {
      lostCount &+= 1
      return
    }
    count &+= 1
    let (exact, quantized) = (Double(value), Double(level))
    let error = exact - quantized
    total[0] += exact
    squares[0] += exact * exact
    quantizedSquares[0] += quantized * quantized
    products[0] += exact * quantized
    squaredError[0] += error * error
    absoluteError[0] += error.magnitude
    signedError[0] += error
    maximum[0] = max(maximum[0], error.magnitude)
  }

  /// Takes the values of other sums in, lane by lane; for the same bits, always in the same order.
  public static func += (sums: inout PairedSums, other: PairedSums) {
    sums.count += other.count
    sums.lostCount += other.lostCount
    sums.excluded = sums.excluded + other.excluded
    sums.smallest = sums.smallest.replacing(
      with: other.smallest, where: other.smallest .< sums.smallest)
    sums.largest = sums.largest.replacing(with: other.largest, where: other.largest .> sums.largest)
    sums.total += other.total
    sums.squares += other.squares
    sums.quantizedSquares += other.quantizedSquares
    sums.products += other.products
    sums.squaredError += other.squaredError
    sums.absoluteError += other.absoluteError
    sums.signedError += other.signedError
    sums.maximum = sums.maximum.replacing(with: other.maximum, where: other.maximum .> sums.maximum)
  }

  /// The sums, without counts of levels and without steps: all error is rounding error.
  public var errorSums: ErrorSums {
    var sums = ErrorSums()
    sums.count = count
    sums.squares = LaneSums.sum(squares)
    sums.quantizedSquares = LaneSums.sum(quantizedSquares)
    sums.products = LaneSums.sum(products)
    sums.roundingSquaredError = LaneSums.sum(squaredError)
    sums.absoluteError = LaneSums.sum(absoluteError)
    sums.signed = DoubleDouble(LaneSums.sum(signedError))
    sums.squaredErrorInSteps = nil
    sums.maximumAbsoluteError = maximum.max()
    return sums
  }
}
