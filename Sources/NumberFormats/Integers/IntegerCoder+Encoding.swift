import QuantizationEngine

extension IntegerCoder {
  func encode(_ values: Span<Float>, under scope: Gathered, into codes: inout MutableSpan<UInt16>) {
    let (scale, zeroCode) = (scope.scale, scope.zeroCode)
    // Bounds are whole, so that clamping before rounding is clamping after it.
    let fromZero = Places(lowest: -zeroCode, highest: largestCode - zeroCode, zero: zeroCode)
    // compressed-tensors adds the zero-point of its signed codes before it rounds.
    let signed = Places(lowest: -middleCode, highest: middleCode - 1, zero: middleCode)
    let zeroPoint = zeroCode - middleCode
    switch tool {
    case .standard, .gptq, .dynamicFixedPoint, .unitFixedPoint:
      encode(values, fromZero, zeroCode, into: &codes) { $0 / scale }
    case .torchAO, .torchAOWithoutClipping:
      let inverse = 1 / scale
      encode(values, fromZero, zeroCode, into: &codes) { $0 * inverse }
    case .awq:
      let half = ElementType.float16
      encode(values, fromZero, zeroCode, into: &codes) { half.rounded(half.rounded($0) / scale) }
    case .compressedTensors(.float32):
      encode(values, signed, zeroCode, into: &codes) { $0 / scale + zeroPoint }
    case .compressedTensors(.float16):
      encode(values, signed, zeroCode, into: &codes) {
        Self.steps($0, scale, zeroPoint, in: .float16)
      }
    case .compressedTensors(let type):
      encode(values, signed, zeroCode, into: &codes) { Self.steps($0, scale, zeroPoint, in: type) }
    }
  }

  /// Where rounded steps may lie, and the code of 0 steps.
  private struct Places {
    let lowest, highest, zero: Float
  }

  /// x / S + Z, every operation rounded to a type.
  @inline(__always)
  private static func steps(
    _ value: Float, _ scale: Float, _ zeroPoint: Float, in type: ElementType
  ) -> Float {
    type.rounded(type.rounded(type.rounded(value) / scale) + zeroPoint)
  }

  /// Clamps and rounds steps, half-even: the sum with 1.5 · 2²³ has whole numbers for its last
  /// digits.
  @inline(__always)
  private func encode(
    _ values: Span<Float>, _ places: Places, _ zeroCode: Float,
    into codes: inout MutableSpan<UInt16>, _ steps: (Float) -> Float
  ) {
    let aligner: Float = 12_582_912
    let (lowest, highest) = (places.lowest, places.highest)
    let first = Int32(places.zero) &- Int32(bitPattern: aligner.bitPattern)
    let ofNaN = Int32(zeroCode)
    for index in values.indices {
      let step = steps(values[index])
      let above = step > lowest ? step : lowest
      let inside = above < highest ? above : highest
      let code = Int32(bitPattern: (inside + aligner).bitPattern) &+ first
      codes[index] = UInt16(truncatingIfNeeded: step == step ? code : ofNaN)
    }
  }
}
