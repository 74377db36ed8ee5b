import QuantizationEngine

/// The engine's sums over values and what they became, with those over rows, steps and weights.
///
/// Values that are not finite on both sides are in no sum.
struct PairSums: Sendable {
  /// Σe² and Σx².
  typealias Energy = (error: Double, signal: Double)

  private var total = ErrorSums()
  private var squaredErrorInSteps = 0.0
  /// Σw·e² and Σw·x².
  private(set) var weighted: Energy = (0, 0)

  /// So many values are added up apart, so that long sums lose no digits.
  private static let settlingCount = 4096

  /// Takes a run of a row in.
  ///
  /// - Parameters:
  ///   - values: the originals, x.
  ///   - levels: what they became.
  ///   - scales: the local scale S of each; nil where levels have none.
  ///   - weights: what the squared error of each counts; nil where all count alike.
  ///   - count: how many there are.
  /// - Returns: Σe² and Σx² over the run.
  mutating func add(
    _ values: UnsafePointer<Float>, levels: UnsafePointer<Float>, scales: UnsafePointer<Float>?,
    weights: UnsafePointer<Float>?, count: Int
  ) -> Energy {
    var energy: Energy = (0, 0)
    for start in stride(from: 0, to: count, by: Self.settlingCount) {
      let length = min(count - start, Self.settlingCount)
      let (x, y) = unsafe (
        UnsafeBufferPointer(start: values + start, count: length),
        UnsafeBufferPointer(start: levels + start, count: length)
      )
      var part = PairedSums()
      unsafe part.add(x.span, y.span)
      let sums = part.errorSums
      total.add(sums)
      energy.error += sums.squaredError
      energy.signal += sums.squares
      if let scales = unsafe scales { unsafe addSteps(x, y, scales + start) }
      if let weights = unsafe weights { unsafe addWeighted(x, y, weights + start) }
    }
    return energy
  }

  /// Takes a run of a row of float64 in.
  ///
  /// - Parameters:
  ///   - pairs: values and what they became.
  ///   - run: which of them.
  /// - Returns: Σe² and Σx² over the run.
  mutating func add(_ pairs: WidePairs, _ run: Range<Int>) -> Energy {
    var part = WidePairedSums()
    part.add(pairs.values.span.extracting(run), pairs.levels.span.extracting(run))
    let sums = part.errorSums
    total.add(sums)
    for index in run {
      let value = pairs.values[index]
      let error = value - pairs.levels[index]
      guard error.isFinite else { continue }
      if let scale = pairs.scales.map({ Double($0[index]) }), scale != 0 {
        squaredErrorInSteps += error * error / (scale * scale)
      }
      if let weight = pairs.weights.map({ Double($0[index]) }) {
        weighted.error += weight * (error * error)
        weighted.signal += weight * (value * value)
      }
    }
    return (sums.squaredError, sums.squares)
  }

  /// Takes other sums in.
  mutating func add(_ other: PairSums) {
    total.add(other.total)
    squaredErrorInSteps += other.squaredErrorInSteps
    weighted.error += other.weighted.error
    weighted.signal += other.weighted.signal
  }

  /// The sums over all values, without counts of levels, and without steps.
  var sums: ErrorSums { total }

  /// The sums with Σ(e/S)².
  var sumsInSteps: ErrorSums {
    var sums = total
    sums.squaredErrorInSteps = squaredErrorInSteps
    return sums
  }

  /// A scale of 0 has no steps, and adds nothing.
  private mutating func addSteps(
    _ values: UnsafeBufferPointer<Float>, _ levels: UnsafeBufferPointer<Float>,
    _ scales: UnsafePointer<Float>
  ) {
    var sum = 0.0
    for index in 0..<values.count {
      let error = unsafe Double(values[index]) - Double(levels[index])
      let scale = unsafe Double(scales[index])
      if error.isFinite, scale != 0 { sum += error * error / (scale * scale) }
    }
    squaredErrorInSteps += sum
  }

  private mutating func addWeighted(
    _ values: UnsafeBufferPointer<Float>, _ levels: UnsafeBufferPointer<Float>,
    _ weights: UnsafePointer<Float>
  ) {
    var (errors, signals) = (0.0, 0.0)
    for index in 0..<values.count {
      let (value, weight) = unsafe (Double(values[index]), Double(weights[index]))
      let error = unsafe value - Double(levels[index])
      guard error.isFinite else { continue }
      errors += weight * (error * error)
      signals += weight * (value * value)
    }
    weighted.error += errors
    weighted.signal += signals
  }
}
