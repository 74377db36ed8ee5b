import QuantizationEngine

/// Values that are few enough to be visited one by one, ascending.
struct FewValues {
  private let values: [Double]

  /// Adding and taking away 1.5 · 2⁵² rounds to the nearest even integer without a call.
  private static let rounder = 6_755_399_441_055_744.0

  /// The values of a distribution.
  init(_ distribution: any Distribution) {
    values = (0..<distribution.count).map(distribution.value(atRank:))
  }

  /// How many values are below the lowest level of a grid, and how many are not above the highest.
  private func inside(_ grid: UniformGrid) -> Range<Int> {
    let range = grid.range
    let lower = firstIndex { $0 >= range.lower }
    return lower..<max(firstIndex { $0 > range.upper }, lower)
  }

  /// The first value that is beyond some bound; the number of values if none is.
  @inline(__always)
  private func firstIndex(where isBeyond: (Double) -> Bool) -> Int {
    var lower = 0
    var upper = values.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if isBeyond(values[middle]) { upper = middle } else { lower = middle + 1 }
    }
    return lower
  }

  /// The error of a grid; infinite where values go to a level that overflows float32.
  func error(of grid: UniformGrid) -> GridError {
    let inside = inside(grid)
    let range = grid.range
    let inverse = 1 / grid.scale
    // The farthest levels in use are those of the outermost values.
    for value in [values.first, values.last].compactMap(\.self) {
      let index = (min(max(value, range.lower), range.upper) * inverse).rounded(.toNearestOrEven)
      guard abs(index * grid.scale) < UniformGrid.farthestLevel else { return .overflow }
    }
    let beyond = grid.widened.range
    var error = GridError()
    return unsafe values.withUnsafeBufferPointer { values in
      for index in 0..<inside.lowerBound {
        let value = unsafe values[index]
        error.squaredError += (value - range.lower) * (value - range.lower)
        let distance = max(beyond.lower - value, 0)
        error.unavoidableSquaredError += distance * distance
      }
      for index in inside.upperBound..<values.count {
        let value = unsafe values[index]
        error.squaredError += (value - range.upper) * (value - range.upper)
        let distance = max(value - beyond.upper, 0)
        error.unavoidableSquaredError += distance * distance
      }
      // Four sums side by side, so that no addition waits for the one before it.
      var sums = (0.0, 0.0, 0.0, 0.0)
      var index = inside.lowerBound
      while index &+ 4 <= inside.upperBound {
        sums.0 += unsafe Self.squaredError(values[index], grid.scale, inverse)
        sums.1 += unsafe Self.squaredError(values[index &+ 1], grid.scale, inverse)
        sums.2 += unsafe Self.squaredError(values[index &+ 2], grid.scale, inverse)
        sums.3 += unsafe Self.squaredError(values[index &+ 3], grid.scale, inverse)
        index &+= 4
      }
      while index < inside.upperBound {
        sums.0 += unsafe Self.squaredError(values[index], grid.scale, inverse)
        index &+= 1
      }
      error.squaredError += (sums.0 + sums.1) + (sums.2 + sums.3)
      return error
    }
  }

  /// The squared distance of a value to the nearest multiple of a scale.
  @inline(__always)
  private static func squaredError(
    _ value: Double, _ scale: Double, _ inverse: Double
  ) -> Double {
    let index = (value * inverse + rounder) - rounder
    let difference = value - index * scale
    return difference * difference
  }

  /// The sums that fit a scale to the indices of the nearest levels of a grid.
  func leastSquares(of grid: UniformGrid) -> LeastSquares {
    let lowest = Double(grid.lowest)
    let highest = Double(grid.highest)
    let inverse = 1 / grid.scale
    var fit = LeastSquares()
    for value in values {
      let index = (min(max(value * inverse, lowest), highest) + Self.rounder) - Self.rounder
      fit.product += value * index
      fit.indexSquares += index * index
    }
    return fit
  }
}

/// The sums that fit a scale to values with indices.
struct LeastSquares {
  /// Σx·k.
  var product = 0.0
  /// Σk².
  var indexSquares = 0.0

  /// The scale that minimises Σ(x − k·S)²: Σx·k / Σk²; nil if every value has index 0.
  var scale: Double? {
    indexSquares > 0 && product > 0 ? product / indexSquares : nil
  }
}
