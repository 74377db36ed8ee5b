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
  /// Codes change halfway between multiples of the scale; at the outermost ones more places have one code,
  /// and not fewer. In float32 what is rounded may move a place by a share of its steps, and of the codes
  /// where the zero-point joins before.
  ///
  /// - Parameters:
  ///   - inverse: one over the scale, to within 2⁻²⁰ of itself.
  ///   - levelCount: how many levels there are.
  /// - Returns: true only if it is certain.
  @inline(__always)
  public func mixesPlaces(inverseScale inverse: Double, levelCount: Int) -> Bool {
    let rounder = SIMD4<Double>(repeating: 6_755_399_441_055_744)
    let (lower, upper) = (lowerPlaces * inverse, upperPlaces * inverse)
    let index = (lower + rounder) - rounder
    let indexOfUpper = (upper + rounder) - rounder
    // How far from the index places may be at most.
    let codes = index.magnitudes + SIMD4<Double>(repeating: Double(levelCount) + 10)
    let distance = SIMD4<Double>(repeating: 0.5) - codes * 0x1p-18
    let isInside = lower .> (index - distance) .& upper .< (index + distance)
    let isOne = (index .== indexOfUpper) .& isInside
    return isOne[0] || isOne[1] || isOne[2] || isOne[3]
  }
}

extension SIMD4<Double> {
  /// The magnitude of each lane.
  @inline(__always)
  fileprivate var magnitudes: SIMD4<Double> {
    replacing(with: -self, where: self .< 0)
  }
}
