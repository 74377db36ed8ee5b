/// A quantizer at work on four float32 values at once.
protocol LaneArithmetic {
  /// The arithmetic of a quantizer.
  init(_ quantizer: AffineQuantizer)

  /// The level of each value, and the place of its code counted from the lowest.
  func quantize(_ values: SIMD4<Float>) -> (levels: SIMD4<Float>, places: SIMD4<UInt32>)
}

/// What follows a division, or a multiplication, where ties go to even and the zero-point joins last.
///
/// A quotient is clamped first, for the outermost codes are whole numbers and rounding is monotone.
/// Then it is smaller than 2²², and adding 1.5 · 2²³, where neighbouring float32 numbers are one
/// apart, rounds it as `rint` does.
private struct HalfEvenLanes {
  private let scale: SIMD4<Float>
  private let lowest: SIMD4<Float>
  private let highest: SIMD4<Float>
  private let first: SIMD4<UInt32>

  private static var magic: SIMD4<Float> { SIMD4(repeating: 12_582_912) }

  @inline(__always)
  init(_ encoding: AffineEncoding) {
    scale = SIMD4(repeating: encoding.scale)
    lowest = SIMD4(repeating: Float(encoding.quantMin &- encoding.zeroPoint))
    highest = SIMD4(repeating: Float(encoding.quantMax &- encoding.zeroPoint))
    first = unsafe unsafeBitCast(Self.magic + lowest, to: SIMD4<UInt32>.self)
  }

  @inline(__always)
  func quantize(
    quotients: SIMD4<Float>
  ) -> (levels: SIMD4<Float>, places: SIMD4<UInt32>) {
    // A quotient that is NaN is not above the lowest code, and goes there.
    let raised = lowest.replacing(with: quotients, where: quotients .> lowest)
    let clamped = highest.replacing(with: raised, where: raised .< highest)
    let shifted = clamped + Self.magic
    return (
      scale * (shifted - Self.magic),
      unsafe unsafeBitCast(shifted, to: SIMD4<UInt32>.self) &- first
    )
  }
}

/// `rint(x / S)`, the arithmetic of ONNX `QuantizeLinear`.
struct DividingLanes: LaneArithmetic {
  private let scale: SIMD4<Float>
  private let rest: HalfEvenLanes

  @inline(__always)
  init(_ quantizer: AffineQuantizer) {
    scale = SIMD4(repeating: quantizer.encoding.scale)
    rest = HalfEvenLanes(quantizer.encoding)
  }

  @inline(__always)
  func quantize(_ values: SIMD4<Float>) -> (levels: SIMD4<Float>, places: SIMD4<UInt32>) {
    rest.quantize(quotients: values / scale)
  }
}

/// `rint(x · (1 / S))`, the arithmetic of PyTorch's fake-quantize.
struct MultiplyingLanes: LaneArithmetic {
  private let inverse: SIMD4<Float>
  private let rest: HalfEvenLanes

  @inline(__always)
  init(_ quantizer: AffineQuantizer) {
    inverse = SIMD4(repeating: 1 / quantizer.encoding.scale)
    rest = HalfEvenLanes(quantizer.encoding)
  }

  @inline(__always)
  func quantize(_ values: SIMD4<Float>) -> (levels: SIMD4<Float>, places: SIMD4<UInt32>) {
    rest.quantize(quotients: values * inverse)
  }
}

/// Any arithmetic, one value after the other.
struct SingleLanes: LaneArithmetic {
  private let quantizer: AffineQuantizer

  @inline(__always)
  init(_ quantizer: AffineQuantizer) {
    self.quantizer = quantizer
  }

  func quantize(_ values: SIMD4<Float>) -> (levels: SIMD4<Float>, places: SIMD4<UInt32>) {
    var levels = SIMD4<Float>.zero
    var places = SIMD4<UInt32>.zero
    for lane in 0..<4 {
      let code = quantizer.quantize(values[lane])
      levels[lane] = quantizer.dequantize(code)
      places[lane] = UInt32(truncatingIfNeeded: code &- quantizer.encoding.quantMin)
    }
    return (levels, places)
  }
}

/// The arithmetics that have vectors of their own, and all others.
enum LaneKind {
  case dividing, multiplying, summing, single

  /// How a scheme's quantizers work on four values.
  init(_ arithmetic: QuantizationArithmetic) {
    let isCommon =
      arithmetic.precision == .float32 && arithmetic.levels == .product
      && arithmetic.operationType == .float32 && arithmetic.levelType == .float32
      && (arithmetic.rounding == .halfEven || arithmetic.rounding == .halfAway)
      && arithmetic.zeroPointAddition != .fromLowestLevel
    let isPlain =
      arithmetic.rounding == .halfEven && arithmetic.zeroPointAddition == .afterRounding
    self =
      !isCommon
      ? .single
      : !isPlain ? .summing : arithmetic.scaling == .divide ? .dividing : .multiplying
  }
}
