/// The sums of ``PairedSums`` over values of float64, where what became of each came of its float32 rounding.
///
///     var sums = WidePairedSums()
///     sums.add(values.span, decoded.span)
///     QuantizationError(sums: sums.errorSums).sqnrInDecibels
///
/// The rounding to float32 is in the errors. A finite value that float32 has no room for was infinite before
/// anything was done to it: it is *lost*, as one is that became infinite or NaN later.
public struct WidePairedSums: Hashable, Sendable {
  /// How many finite values became infinite or NaN.
  public private(set) var lostCount = 0
  /// How many of the lost ones are infinite in float32 already.
  public private(set) var overflowCount = 0
  /// How many values are not finite.
  public private(set) var excluded = NonFiniteCounts()
  /// The smallest and the largest finite value, lost ones included; nil without any.
  public private(set) var bounds: ClosedRange<Double>?
  /// Σx over the values in the sums.
  public private(set) var sumOfValues = 0.0

  private var sums = ErrorSums()

  /// The sums over no values.
  public init() {}

  /// How many finite values there are.
  public var finiteCount: Int { sums.count + lostCount }

  /// The sums, without counts of levels and without steps: all error is rounding error.
  public var errorSums: ErrorSums {
    var sums = sums
    sums.squaredErrorInSteps = nil
    return sums
  }

  /// Takes values in.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - quantized: What became of the float32 rounding of each.
  /// - Precondition: there are as many of both.
  public mutating func add(_ values: Span<Double>, _ quantized: Span<Float>) {
    precondition(values.count == quantized.count, "there is a pair for each value")
    for index in values.indices {
      let value = values[index]
      add(
        value, Double(quantized[index]),
        isOutOfRange: value.isFinite && !value.rounded32.isFinite)
    }
  }

  /// Takes values in that became others of float64, none of them rounded in between.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - quantized: What became of each.
  /// - Precondition: there are as many of both.
  public mutating func add(_ values: Span<Double>, _ quantized: Span<Double>) {
    precondition(values.count == quantized.count, "there is a pair for each value")
    for index in values.indices {
      add(values[index], quantized[index], isOutOfRange: false)
    }
  }

  private mutating func add(_ value: Double, _ quantized: Double, isOutOfRange: Bool) {
    guard value.isFinite else {
      excluded.add(value.rounded32)
      return
    }
    bounds = Self.union(bounds, value...value)
    guard quantized.isFinite, !isOutOfRange else {
      lostCount += 1
      if isOutOfRange { overflowCount += 1 }
      return
    }
    let error = value - quantized
    sumOfValues += value
    sums.count += 1
    sums.squares += value * value
    sums.quantizedSquares += quantized * quantized
    sums.products += value * quantized
    sums.roundingSquaredError += error * error
    sums.absoluteError += error.magnitude
    sums.signed += error
    sums.maximumAbsoluteError = max(sums.maximumAbsoluteError, error.magnitude)
  }

  /// Takes the values of other sums in; for the same bits, always in the same order.
  public static func += (total: inout WidePairedSums, other: WidePairedSums) {
    total.lostCount += other.lostCount
    total.overflowCount += other.overflowCount
    total.excluded = total.excluded + other.excluded
    total.bounds = union(total.bounds, other.bounds)
    total.sumOfValues += other.sumOfValues
    total.sums.add(other.sums)
  }

  /// The range that holds two.
  private static func union(
    _ one: ClosedRange<Double>?, _ other: ClosedRange<Double>?
  ) -> ClosedRange<Double>? {
    guard let one, let other else { return one ?? other }
    return min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
  }
}
