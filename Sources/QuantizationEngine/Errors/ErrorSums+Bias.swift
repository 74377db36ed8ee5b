extension ErrorSums {
  /// The sums over the finite values of a bias, each replaced by the level of its code.
  ///
  /// *Clipped* are the values that saturate. Codes are counted that some value has, in ascending order.
  ///
  /// - Parameters:
  ///   - values: The bias.
  ///   - encodings: One for all values, or one for each.
  /// - Precondition: there is one encoding, or there are as many as values.
  /// - Complexity: O(n log n).
  public init(ofBias values: [Float], under encodings: [BiasEncoding]) {
    precondition(
      encodings.count == 1 || encodings.count == values.count,
      "there must be one encoding, or one for each value")
    self.init()
    var codes: [Int32] = []
    for (index, value) in values.enumerated() where value.isFinite {
      let encoding = encodings[encodings.count == 1 ? 0 : index]
      let code = encoding.quantize(value)
      codes.append(code)
      add(value, level: encoding.dequantize(code), of: encoding)
    }
    codes.sort()
    var last: Int32?
    for code in codes {
      if code == last {
        levelCounts[levelCounts.count - 1] += 1
      } else {
        levelCounts.append(1)
      }
      last = code
    }
  }

  private mutating func add(_ value: Float, level: Float, of encoding: BiasEncoding) {
    let (value, level) = (Double(value), Double(level))
    let error = value - level
    count += 1
    squares += value * value
    quantizedSquares += level * level
    products += value * level
    absoluteError += error.magnitude
    maximumAbsoluteError = max(maximumAbsoluteError, error.magnitude)
    addSigned(DoubleDouble(error))
    squaredErrorInSteps = squaredErrorInSteps.map {
      $0 + Self.inSteps(error * error, scale: encoding.scale)
    }
    guard encoding.saturates(Float(value)) else {
      roundingSquaredError += error * error
      return
    }
    clippingSquaredError += error * error
    if value < 0 { clippedBelow += 1 } else { clippedAbove += 1 }
  }
}
