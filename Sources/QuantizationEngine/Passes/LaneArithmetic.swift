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
  private let lowest: SIMD4<Float>
  private let highest: SIMD4<Float>
  private let first: SIMD4<UInt32>

  private static var magic: SIMD4<Float> { SIMD4(repeating: 12_582_912) }

  @inline(__always)
  init(_ encoding: AffineEncoding) {
    lowest = SIMD4(repeating: Float(encoding.quantMin &- encoding.zeroPoint))
    highest = SIMD4(repeating: Float(encoding.quantMax &- encoding.zeroPoint))
    first = unsafe unsafeBitCast(Self.magic + lowest, to: SIMD4<UInt32>.self)
  }

  /// The steps from zero of the code of each quotient, and its place.
  @inline(__always)
  func quantize(
    quotients: SIMD4<Float>
  ) -> (steps: SIMD4<Float>, places: SIMD4<UInt32>) {
    // A quotient that is NaN is not above the lowest code, and goes there.
    let raised = lowest.replacing(with: quotients, where: quotients .> lowest)
    let clamped = highest.replacing(with: raised, where: raised .< highest)
    let shifted = clamped + Self.magic
    return (
      shifted - Self.magic,
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
    let (steps, places) = rest.quantize(quotients: values / scale)
    return (scale * steps, places)
  }
}

/// `rint(x · (1 / S))`, the arithmetic of PyTorch's fake-quantize.
struct MultiplyingLanes: LaneArithmetic {
  private let scale: SIMD4<Float>
  private let inverse: SIMD4<Float>
  private let rest: HalfEvenLanes

  @inline(__always)
  init(_ quantizer: AffineQuantizer) {
    scale = SIMD4(repeating: quantizer.encoding.scale)
    inverse = SIMD4(repeating: 1 / quantizer.encoding.scale)
    rest = HalfEvenLanes(quantizer.encoding)
  }

  @inline(__always)
  func quantize(_ values: SIMD4<Float>) -> (levels: SIMD4<Float>, places: SIMD4<UInt32>) {
    let (steps, places) = rest.quantize(quotients: values * inverse)
    return (scale * steps, places)
  }
}

/// `rint(x · I)` and q / I with the one inverse I that the tool keeps: TensorRT.
struct StoredInverseLanes: LaneArithmetic {
  private let inverse: SIMD4<Float>
  private let rest: HalfEvenLanes

  @inline(__always)
  init(_ quantizer: AffineQuantizer) {
    inverse = SIMD4(repeating: Float(1 / quantizer.encoding.wideScale))
    rest = HalfEvenLanes(quantizer.encoding)
  }

  @inline(__always)
  func quantize(_ values: SIMD4<Float>) -> (levels: SIMD4<Float>, places: SIMD4<UInt32>) {
    let (steps, places) = rest.quantize(quotients: values * inverse)
    return (steps / inverse, places)
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
  case dividing, multiplying, storedInverse, summing, single

  /// How a scheme's quantizers work on four values.
  init(_ arithmetic: QuantizationArithmetic) {
    let isCommon =
      arithmetic.levels == .product && arithmetic.operationType == .float32
      && arithmetic.levelType == .float32
    let isPlain =
      arithmetic.rounding == .halfEven && arithmetic.zeroPointAddition == .afterRounding
    let isSum =
      (arithmetic.rounding == .halfEven || arithmetic.rounding == .halfAway)
      && arithmetic.zeroPointAddition != .fromLowestLevel
    self =
      switch arithmetic.precision {
      case .float32 where isCommon && isPlain:
        arithmetic.scaling == .divide ? .dividing : .multiplying
      case .storedInverse where isCommon && isPlain: .storedInverse
      case .float32 where isCommon && isSum: .summing
      default: .single
      }
  }

  /// How a quantizer works on four values: one whose scale is 0 by itself, for vectors divide.
  init(of quantizer: AffineQuantizer) {
    self = quantizer.encoding.isOfZeros ? .single : LaneKind(quantizer.arithmetic)
  }
}
