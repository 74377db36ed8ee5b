/// The sums of ``ErrorSums`` over values and what they became, where both are there to be read.
///
/// A quantizer makes levels of values; here the levels come from a file. All errors count as
/// rounding errors, for a file does not say where its representable range ends.
package struct PairSums {
  /// Σe² and Σx² over a run of values.
  package typealias Energy = (error: Double, signal: Double)

  private var settled = ErrorSums()
  private var running = LaneSums()
  private var weightedError = DoubleDouble.zero
  private var weightedSignal = DoubleDouble.zero

  /// After so many values the lanes are added up, so that they lose no digits.
  private static let settlingCount = 4096

  /// The sums over no values.
  package init() {}

  /// Takes a run of values in.
  ///
  /// - Parameters:
  ///   - values: the originals, x.
  ///   - levels: what they became, x̂.
  ///   - scales: the local scale S of each; nil where levels have none.
  ///   - weights: what the squared error of each counts; nil where all count alike.
  ///   - count: how many there are.
  /// - Returns: Σe² and Σx² over the run.
  /// - Precondition: all values and levels are finite.
  package mutating func add(
    _ values: UnsafePointer<Float>, levels: UnsafePointer<Float>, scales: UnsafePointer<Float>?,
    weights: UnsafePointer<Float>?, count: Int
  ) -> Energy {
    var energy: Energy = (0, 0)
    var start = 0
    while start < count {
      let length = min(count - start, Self.settlingCount)
      let part = unsafe addPart(
        values + start, levels: levels + start, scales: unsafe scales.map { unsafe $0 + start },
        count: length)
      energy.error += part.error
      energy.signal += part.signal
      start += length
      if running.count >= Self.settlingCount { settle() }
    }
    if let weights = unsafe weights {
      unsafe addWeighted(values, levels: levels, weights: weights, count: count)
    }
    return energy
  }

  /// Takes other sums in.
  package mutating func add(_ other: PairSums) {
    settled.add(other.sums)
    weightedError += other.weightedError
    weightedSignal += other.weightedSignal
  }

  /// The sums over all values, without counts of levels.
  package var sums: ErrorSums {
    var sums = settled
    sums.add(running.sums)
    return sums
  }

  /// Σw·e² and Σw·x².
  package var weighted: Energy { (weightedError.value, weightedSignal.value) }

  private mutating func settle() {
    settled.add(running.sums)
    running = LaneSums()
  }

  private mutating func addPart(
    _ values: UnsafePointer<Float>, levels: UnsafePointer<Float>, scales: UnsafePointer<Float>?,
    count: Int
  ) -> Energy {
    var sums = LaneSums()
    let whole = count & ~3
    if let scales = unsafe scales {
      for index in stride(from: 0, to: whole, by: 4) {
        let square = unsafe sums.add(Self.lanes(values + index), levels: Self.lanes(levels + index))
        sums.inSteps += unsafe square * Self.inverseSquares(scales + index)
      }
    } else {
      for index in stride(from: 0, to: whole, by: 4) {
        _ = unsafe sums.add(Self.lanes(values + index), levels: Self.lanes(levels + index))
      }
    }
    for index in whole..<count {
      let step = unsafe scales.map { unsafe Double($0[index]) } ?? 0
      unsafe sums.add(
        Double(values[index]), level: Double(levels[index]), lowest: -.infinity,
        highest: .infinity, steps: step == 0 ? 0 : 1 / (step * step))
    }
    sums.count = count
    running += sums
    return (LaneSums.sum(sums.rounding), LaneSums.sum(sums.squares))
  }

  private mutating func addWeighted(
    _ values: UnsafePointer<Float>, levels: UnsafePointer<Float>, weights: UnsafePointer<Float>,
    count: Int
  ) {
    var (errors, signals) = (LaneSums.Lanes.zero, LaneSums.Lanes.zero)
    let whole = count & ~3
    for index in stride(from: 0, to: whole, by: 4) {
      let x = unsafe Self.lanes(values + index)
      let error = unsafe x - Self.lanes(levels + index)
      let weight = unsafe Self.lanes(weights + index)
      errors += weight * (error * error)
      signals += weight * (x * x)
    }
    for index in whole..<count {
      let (x, weight) = unsafe (Double(values[index]), Double(weights[index]))
      let error = unsafe x - Double(levels[index])
      errors[0] += weight * (error * error)
      signals[0] += weight * (x * x)
    }
    weightedError += LaneSums.sum(errors)
    weightedSignal += LaneSums.sum(signals)
  }

  @inline(__always)
  private static func lanes(_ source: UnsafePointer<Float>) -> LaneSums.Lanes {
    LaneSums.Lanes(
      unsafe UnsafeRawPointer(source).loadUnaligned(as: SIMD4<Float>.self))
  }

  /// 1 / S² for four scales; 0 for a scale of 0, which has no steps.
  @inline(__always)
  private static func inverseSquares(_ source: UnsafePointer<Float>) -> LaneSums.Lanes {
    let scales = unsafe lanes(source)
    let inverse = 1 / (scales * scales)
    return inverse.replacing(with: LaneSums.Lanes.zero, where: scales .== 0)
  }
}
