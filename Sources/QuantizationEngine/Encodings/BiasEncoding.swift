/// The encoding of a bias, which follows from others: int32 codes about zero, at the scale of the products that
/// an integer kernel adds it to.
///
///     S = S_input · S_weight                                                       in float32
///     q = clamp(round(b / S), −2^31, 2^31 − 1)                                     in float64  (27)
///     r = S · q                                                                    in float32
///
/// A bias that is more than 2^31 steps from zero *saturates*. With a scale of its own the input's is 1.
///
/// Invariants: the scales are positive and finite, and so is their product.
///
/// Source: ONNX Runtime 1.32.0, `quantization/base_quantizer.py`, `quantize_bias_static_impl`, which rounds ties to
/// the even code and warns where codes saturate; TensorFlow Lite's quantizer rounds them away from zero.
public struct BiasEncoding: Hashable, Sendable {
  /// The scale of the input of the layer.
  public let inputScale: Float
  /// The scale of the weight, or of the channel of it that the bias belongs to.
  public let weightScale: Float
  /// The scale of the codes: the product, a float32.
  public let scale: Float
  /// What happens to ties: to the even code, or away from zero.
  public let rounding: BiasRounding

  /// The encoding at the product of two scales.
  ///
  /// - Parameters:
  ///   - inputScale: The scale of the layer's input.
  ///   - weightScale: The scale of its weight, or of a channel.
  ///   - rounding: What happens to ties.
  /// - Throws: ``EncodingError/scaleNotPositive(_:)`` for a scale that is not positive and finite, and for such a
  ///   product, which may be 0 by underflow.
  public init(
    inputScale: Float = 1, weightScale: Float, rounding: BiasRounding = .halfEven
  ) throws(EncodingError) {
    let product = inputScale * weightScale
    for scale in [inputScale, weightScale, product] where !(scale > 0 && scale.isFinite) {
      throw .scaleNotPositive(scale)
    }
    self.inputScale = inputScale
    self.weightScale = weightScale
    scale = product
    self.rounding = rounding
  }

  /// The code of a value.
  ///
  /// Edge cases: ±infinity saturate; NaN has the code 0.
  ///
  /// Postcondition: monotone in the value.
  public func quantize(_ value: Float) -> Int32 {
    let steps = rounded(value)
    guard steps > Double(Int32.min) else { return steps.isNaN ? 0 : .min }
    return steps < Double(Int32.max) ? Int32(steps) : .max
  }

  /// The level of a code.
  public func dequantize(_ code: Int32) -> Float { Float(code) * scale }

  /// Whether a value's code would lie outside those of int32; no finite value is NaN.
  public func saturates(_ value: Float) -> Bool {
    let steps = rounded(value)
    return steps < Double(Int32.min) || steps > Double(Int32.max)
  }

  /// The smallest weight scale at this input scale with which no value of a magnitude saturates, neither it nor
  /// its negative; nil where no float32 is large enough, or the product overflows.
  ///
  ///     S_weight ≥ magnitude / (S_input · (2^31 − 1))
  ///
  /// but for the rounding of the product to float32 and of the quotient to a code, which are taken as they are:
  /// the next smaller float32 saturates.
  ///
  /// - Parameter magnitude: The largest |b|; not negative, and finite.
  /// - Returns: The scale; the smallest positive float32 for a magnitude of 0.
  /// - Complexity: 31 trials.
  public func smallestWeightScale(forMagnitude magnitude: Float) -> Float? {
    // Positive float32 ascend with their bits, and a larger scale never saturates more.
    func suffices(_ bits: UInt32) -> Bool {
      guard
        let encoding = try? BiasEncoding(
          inputScale: inputScale, weightScale: Float(bitPattern: bits), rounding: rounding)
      else { return false }
      return !encoding.saturates(magnitude) && !encoding.saturates(-magnitude)
    }
    // The largest scale whose product with the input's is finite.
    var (low, high) = (UInt32(0), Float.greatestFiniteMagnitude.bitPattern)
    if inputScale > 1 {
      var largest = (Float.greatestFiniteMagnitude / inputScale).nextUp
      while !(largest * inputScale).isFinite { largest = largest.nextDown }
      high = largest.bitPattern
    }
    guard suffices(high) else { return nil }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if suffices(middle) { high = middle } else { low = middle }
    }
    return Float(bitPattern: high)
  }

  private func rounded(_ value: Float) -> Double {
    (Double(value) / Double(scale)).rounded(
      rounding == .halfEven ? .toNearestOrEven : .toNearestOrAwayFromZero)
  }
}

/// What happens to a bias halfway between two codes.
public enum BiasRounding: String, Hashable, Sendable, CaseIterable {
  /// To the even one: ONNX Runtime.
  case halfEven = "half_even"
  /// To the one farther from zero: TensorFlow Lite.
  case halfAway = "half_away"
}
