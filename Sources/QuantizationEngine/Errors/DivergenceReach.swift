/// What a range must be like for a divergence below another, so that a search need not try others.
public struct DivergenceReach: Hashable, Sendable {
  /// The widest scale.
  public var scale = Double.infinity
  /// The highest place for the upper end of the lowest code.
  public var lower = Double.infinity
  /// The lowest place for the lower end of the highest code.
  public var upper = -Double.infinity
  /// Pairs of places that must not have one code: the nearest that are known.
  private var lowerPlaces = SIMD4<Double>(repeating: -.infinity)
  private var upperPlaces = SIMD4<Double>(repeating: .infinity)

  /// Every range.
  public init() {}

  /// Notes that two places must not have one code.
  mutating func keepApart(_ lower: Float, _ upper: Float) {
    // It stands in for the pair that is farthest apart.
    let distances = upperPlaces - lowerPlaces
    var farthest = 0
    for lane in 1..<4 where distances[lane] > distances[farthest] { farthest = lane }
    let (lower, upper) = (Double(lower), Double(upper))
    guard upper - lower < distances[farthest] else { return }
    lowerPlaces[farthest] = lower
    upperPlaces[farthest] = upper
  }

  /// Whether two places have one code that must not, whatever is rounded.
  ///
  /// Codes change halfway between multiples of the scale, but at the outermost ones, which are no more than
  /// half a step outside of the range. In float32 what is rounded may move a place by a share of its
  /// steps, and of the codes where the zero-point joins before.
  ///
  /// - Parameters:
  ///   - range: the range from which the outermost codes are half a step away at most.
  ///   - inverse: one over the scale, to within 2⁻²⁰ of itself.
  ///   - levelCount: how many levels there are.
  /// - Returns: true only if it is certain.
  @inline(__always)
  public func mixesPlaces(
    in range: ClippingRange, inverseScale inverse: Double, levelCount: Int
  ) -> Bool {
    let margin = (Double(levelCount) + 10) * 0x1p-18
    let lowest = SIMD4(repeating: Self.nearest(range.lower * inverse - margin))
    let highest = SIMD4(repeating: Self.nearest(range.upper * inverse + margin))
    let (lower, upper) = (lowerPlaces * inverse, upperPlaces * inverse)
    let index = Self.nearest(lower).clamped(from: lowest, to: highest)
    let indexOfUpper = Self.nearest(upper).clamped(from: lowest, to: highest)
    // How far from the index places may be at most.
    let distance =
      SIMD4(repeating: 0.5 - margin) - index.magnitudes * SIMD4<Double>(repeating: 0x1p-18)
    let isAbove = lower .> (index - distance) .| index .<= lowest
    let isBelow = upper .< (index + distance) .| index .>= highest
    let isOne = (index .== indexOfUpper) .& isAbove .& isBelow
    return isOne[0] || isOne[1] || isOne[2] || isOne[3]
  }

  /// Adding and taking away 1.5 · 2⁵² rounds to the nearest even integer without a call.
  private static let rounder = 6_755_399_441_055_744.0

  @inline(__always)
  private static func nearest(_ value: Double) -> Double { (value + rounder) - rounder }

  @inline(__always)
  private static func nearest(_ values: SIMD4<Double>) -> SIMD4<Double> {
    (values + rounder) - rounder
  }
}

extension SIMD4<Double> {
  /// The magnitude of each lane.
  @inline(__always)
  fileprivate var magnitudes: SIMD4<Double> {
    replacing(with: -self, where: self .< 0)
  }

  /// Each lane, or the nearer bound where it is outside of them.
  @inline(__always)
  fileprivate func clamped(from lower: SIMD4<Double>, to upper: SIMD4<Double>) -> SIMD4<Double> {
    let raised = replacing(with: lower, where: self .< lower)
    return raised.replacing(with: upper, where: raised .> upper)
  }
}
