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
    unsafe values.withUnsafeBytes { values in
      unsafe quantized.withUnsafeBytes { quantized in
        let byteCount = values.count
        var first = 0
        while first < byteCount {
          let bytes = first..<min(first &+ Self.runLength, byteCount)
          if unsafe bytes.count % 16 == 0 && Self.areFinite(values, quantized, bytes) {
            unsafe addFinite(values, quantized, bytes)
          } else {
            unsafe addEach(values, quantized, bytes)
          }
          first = bytes.upperBound
        }
      }
    }
  }

  /// How many bytes of values are looked at before they are taken in: those of whole lanes.
  private static let runLength = 1024

  /// Four of the numbers in memory.
  @unsafe @inline(__always)
  private static func four(_ numbers: UnsafeRawBufferPointer, _ byte: Int) -> SIMD4<Float> {
    unsafe numbers.loadUnaligned(fromByteOffset: byte, as: SIMD4<Float>.self)
  }

  /// Whether all values are finite, and what became of them.
  @unsafe
  private static func areFinite(
    _ values: UnsafeRawBufferPointer, _ quantized: UnsafeRawBufferPointer, _ bytes: Range<Int>
  ) -> Bool {
    // x − x is 0 where x is finite, and NaN elsewhere.
    var sums = (SIMD4<Float>.zero, SIMD4<Float>.zero)
    var byte = bytes.lowerBound
    while byte < bytes.upperBound {
      let (value, level) = unsafe (four(values, byte), four(quantized, byte))
      sums.0 += value - value
      sums.1 += level - level
      byte &+= 16
    }
    return all(sums.0 + sums.1 .== SIMD4<Float>.zero)
  }

  /// Takes finite values in, four at a time.
  ///
  /// Sums stay in registers, which have room for half of them: so there are two loops.
  @unsafe
  private mutating func addFinite(
    _ values: UnsafeRawBufferPointer, _ quantized: UnsafeRawBufferPointer, _ bytes: Range<Int>
  ) {
    var (smallest, largest) = (smallest, largest)
    var (total, squares) = (total, squares)
    var (quantizedSquares, products) = (quantizedSquares, products)
    var byte = bytes.lowerBound
    while byte < bytes.upperBound {
      let (value, level) = unsafe (Self.four(values, byte), Self.four(quantized, byte))
      smallest = smallest.replacing(with: value, where: value .< smallest)
      largest = largest.replacing(with: value, where: value .> largest)
      let (exact, quantized) = (Lanes(value), Lanes(level))
      total += exact
      squares += exact * exact
      quantizedSquares += quantized * quantized
      products += exact * quantized
      byte &+= 16
    }
    (self.smallest, self.largest, self.total) = (smallest, largest, total)
    (self.squares, self.quantizedSquares, self.products) = (squares, quantizedSquares, products)

    var (squaredError, absoluteError) = (squaredError, absoluteError)
    var (signedError, maximum) = (signedError, maximum)
    byte = bytes.lowerBound
    while byte < bytes.upperBound {
      let (value, level) = unsafe (Self.four(values, byte), Self.four(quantized, byte))
      let error = Lanes(value) - Lanes(level)
      var magnitude = error
      for lane in 0..<4 { magnitude[lane] = error[lane].magnitude }
      squaredError += error * error
      absoluteError += magnitude
      signedError += error
      maximum = maximum.replacing(with: magnitude, where: magnitude .> maximum)
      byte &+= 16
    }
    (self.squaredError, self.absoluteError) = (squaredError, absoluteError)
    (self.signedError, self.maximum) = (signedError, maximum)
    count &+= bytes.count / 16 &* 4
  }

  /// Takes values in of which not all are finite, or which end within four.
  @unsafe
  private mutating func addEach(
    _ values: UnsafeRawBufferPointer, _ quantized: UnsafeRawBufferPointer, _ bytes: Range<Int>
  ) {
    var byte = bytes.lowerBound
    while byte &+ 16 <= bytes.upperBound {
      let four = byte..<byte &+ 16
      if unsafe Self.areFinite(values, quantized, four) {
        unsafe addFinite(values, quantized, four)
      } else {
        let (value, level) = unsafe (Self.four(values, byte), Self.four(quantized, byte))
        for lane in 0..<4 { add(value[lane], level[lane]) }
      }
      byte &+= 16
    }
    while byte < bytes.upperBound {
      unsafe add(
        values.loadUnaligned(fromByteOffset: byte, as: Float.self),
        quantized.loadUnaligned(fromByteOffset: byte, as: Float.self))
      byte &+= 4
    }
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
