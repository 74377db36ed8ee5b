/// The values of a block of few, on which one quantizer after another is tried.
///
/// No staircase is made: the values are quantized by the very arithmetic, four at a time.
public struct BlockTrial {
  /// The values, ascending.
  public let values: [Double]
  private let rounded: [Float]

  /// The values of a block; nil where they are so many for the codes that a staircase is quicker, or are
  /// no values on a line.
  public init?(_ distribution: any Distribution, codeCount: Int) {
    guard let sorted = distribution as? SortedDistribution,
      sorted.count <= codeCount * TensorDistribution.valuesOfCode
    else { return nil }
    var values: [Double] = []
    values.reserveCapacity(sorted.count)
    sorted.forEachValue { values.append($0) }
    self.values = values
    rounded = values.map { Float($0) }
  }

  /// Σ(x − x̂)² and Σx̂².
  public func sums(
    under quantizer: AffineQuantizer
  ) -> (squaredError: Double, quantizedSquares: Double) {
    switch LaneKind(of: quantizer) {
    case .dividing: sums(quantizer, DividingLanes(quantizer), nil)
    case .multiplying: sums(quantizer, MultiplyingLanes(quantizer), nil)
    case .storedInverse: sums(quantizer, StoredInverseLanes(quantizer), nil)
    case .summing: sums(quantizer, SummingLanes(quantizer), nil)
    case .single: sums(quantizer, SingleLanes(quantizer), nil)
    }
  }

  /// Σ w · (x − x̂)², a weight for each value.
  ///
  /// - Precondition: there are as many weights as values.
  public func weightedSquaredError(
    under quantizer: AffineQuantizer, weights: [Double]
  ) -> Double {
    precondition(weights.count == values.count, "there must be a weight for each value")
    return switch LaneKind(of: quantizer) {
    case .dividing: sums(quantizer, DividingLanes(quantizer), weights).squaredError
    case .multiplying: sums(quantizer, MultiplyingLanes(quantizer), weights).squaredError
    case .storedInverse: sums(quantizer, StoredInverseLanes(quantizer), weights).squaredError
    case .summing: sums(quantizer, SummingLanes(quantizer), weights).squaredError
    case .single: sums(quantizer, SingleLanes(quantizer), weights).squaredError
    }
  }

  @inline(__always)
  private func sums(
    _ quantizer: AffineQuantizer, _ arithmetic: some LaneArithmetic, _ weights: [Double]?
  ) -> (squaredError: Double, quantizedSquares: Double) {
    var errors = SIMD4<Double>.zero
    var squares = SIMD4<Double>.zero
    let whole = values.count & ~3
    unsafe values.withUnsafeBytes { values in
      unsafe rounded.withUnsafeBytes { rounded in
        unsafe (weights ?? []).withUnsafeBytes { weighting in
          guard let values = values.baseAddress, let rounded = rounded.baseAddress else { return }
          var element = 0
          while element < whole {
            let numbers = unsafe rounded.loadUnaligned(
              fromByteOffset: element &* 4, as: SIMD4<Float>.self)
            let exact = unsafe values.loadUnaligned(
              fromByteOffset: element &* 8, as: SIMD4<Double>.self)
            let levels = SIMD4<Double>(arithmetic.quantize(numbers).levels)
            let error = exact - levels
            if weights != nil {
              let weights = unsafe weighting.loadUnaligned(
                fromByteOffset: element &* 8, as: SIMD4<Double>.self)
              errors += weights * (error * error)
            } else {
              errors += error * error
            }
            squares += levels * levels
            element &+= 4
          }
        }
      }
    }
    for element in whole..<values.count {
      let level = Double(quantizer.fakeQuantize(rounded[element]))
      let error = values[element] - level
      errors[0] += (weights?[element] ?? 1) * (error * error)
      squares[0] += level * level
    }
    return (LaneSums.sum(errors), LaneSums.sum(squares))
  }
}
