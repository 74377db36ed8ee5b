/// What follows a division, or a multiplication, where ties go to even or away from zero and the zero-point
/// joins before or after: the arithmetic of LiteRT and of AIMET, and all others that round a sum.
///
///     q = clamp(round(x / S + o)) − o + Z
///
/// with the origin o of ``AffineQuantizer/quantize(_:)``. As in ``DividingLanes`` the sum is clamped first,
/// and adding 1.5 · 2²³ rounds it to even. What was halfway and went towards zero is then moved on.
struct SummingLanes: LaneArithmetic {
  private let scale: SIMD4<Float>
  private let factor: SIMD4<Float>
  private let divides: Bool
  private let roundsAway: Bool
  private let origin: SIMD4<Float>
  private let lowest: SIMD4<Float>
  private let highest: SIMD4<Float>
  private let first: SIMD4<UInt32>

  private static var magic: SIMD4<Float> { SIMD4(repeating: 12_582_912) }

  @inline(__always)
  init(_ quantizer: AffineQuantizer) {
    let (encoding, arithmetic) = (quantizer.encoding, quantizer.arithmetic)
    divides = arithmetic.scaling == .divide
    roundsAway = arithmetic.rounding == .halfAway
    scale = SIMD4(repeating: encoding.scale)
    factor = divides ? scale : SIMD4(repeating: 1 / encoding.scale)
    let origin =
      switch arithmetic.zeroPointAddition {
      case .afterRounding, .fromLowestLevel: 0
      case .beforeRounding: encoding.zeroPoint
      case .fromLowestCode: encoding.zeroPoint &- encoding.quantMin
      }
    self.origin = SIMD4(repeating: Float(origin))
    lowest = SIMD4(repeating: Float(encoding.quantMin &- encoding.zeroPoint &+ origin))
    highest = SIMD4(repeating: Float(encoding.quantMax &- encoding.zeroPoint &+ origin))
    first = unsafe unsafeBitCast(Self.magic + lowest, to: SIMD4<UInt32>.self)
  }

  @inline(__always)
  func quantize(_ values: SIMD4<Float>) -> (levels: SIMD4<Float>, places: SIMD4<UInt32>) {
    let sums = (divides ? values / factor : values * factor) + origin
    // A sum that is NaN is not above the lowest code, and goes there.
    let raised = lowest.replacing(with: sums, where: sums .> lowest)
    let clamped = highest.replacing(with: raised, where: raised .< highest)
    var codes = (clamped + Self.magic) - Self.magic
    if roundsAway {
      let rest = clamped - codes
      codes.replace(with: codes + 1, where: rest .== 0.5 .& clamped .> 0)
      codes.replace(with: codes - 1, where: rest .== -0.5 .& clamped .< 0)
    }
    return (
      scale * (codes - origin),
      unsafe unsafeBitCast(codes + Self.magic, to: SIMD4<UInt32>.self) &- first
    )
  }
}
