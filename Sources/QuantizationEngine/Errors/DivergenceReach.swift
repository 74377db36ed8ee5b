/// What a range must be like for a divergence below another, so that a search need not try others.
public struct DivergenceReach: Hashable, Sendable {
  /// The widest scale.
  public var scale = Double.infinity
  /// The highest place for the upper end of the lowest code.
  public var lower = Double.infinity
  /// The lowest place for the lower end of the highest code.
  public var upper = -Double.infinity
  /// Pairs of places that must not have one code: the nearest that are known.
  @usableFromInline var lowerPlaces = SIMD4<Float>(repeating: -.infinity)
  @usableFromInline var upperPlaces = SIMD4<Float>(repeating: .infinity)

  /// Every range.
  public init() {}

  /// Notes that two places must not have one code.
  mutating func keepApart(_ lower: Float, _ upper: Float) {
    // It stands in for the pair that is farthest apart.
    let distances = upperPlaces - lowerPlaces
    var farthest = 0
    for lane in 1..<4 where distances[lane] > distances[farthest] { farthest = lane }
    guard upper - lower < distances[farthest] else { return }
    lowerPlaces[farthest] = lower
    upperPlaces[farthest] = upper
  }

  /// Whether two places have one code that must not, whatever is rounded.
  ///
  /// Codes change halfway between multiples of the scale, but at the outermost ones, which are no more than
  /// half a step outside of the range. What is rounded in float32, here and by the tools, may move a place by
  /// a share of its steps, and of the codes where the zero-point joins before. So a pair has one code if the
  /// lower place, moved down by more than that, and the upper one, moved up, have the same.
  ///
  /// - Parameters:
  ///   - range: the range from which the outermost codes are half a step away at most.
  ///   - inverse: one over the scale, to within 2⁻²⁰ of itself.
  ///   - levelCount: how many levels there are.
  /// - Returns: true only if it is certain.
  @inlinable @inline(__always)
  public func mixesPlaces(
    in range: ClippingRange, inverseScale inverse: Double, levelCount: Int
  ) -> Bool {
    // Beyond that float32 has no inverse of all its digits.
    guard inverse > 0x1p-120, inverse < 0x1p120 else { return false }
    let inverse = Float(inverse)
    let margin = Float(2 * levelCount + 20) * 0x1p-17
    let lowest = SIMD4(repeating: Self.nearest(Float(range.lower) * inverse - margin))
    let highest = SIMD4(repeating: Self.nearest(Float(range.upper) * inverse + margin))
    let lower = Self.nearest(lowerPlaces * inverse - margin)
    let upper = Self.nearest(upperPlaces * inverse + margin)
    let isOne =
      lower.replacing(with: lowest, where: lower .< lowest)
      .>= upper.replacing(with: highest, where: upper .> highest)
    return isOne[0] || isOne[1] || isOne[2] || isOne[3]
  }

  /// Adding and taking away 1.5 · 2²³ rounds to the nearest even integer without a call; places so far away
  /// that it does not are beyond all codes before and after.
  @inlinable static var rounder: Float { 12_582_912 }

  @inlinable @inline(__always)
  static func nearest(_ value: Float) -> Float { (value + rounder) - rounder }

  @inlinable @inline(__always)
  static func nearest(_ values: SIMD4<Float>) -> SIMD4<Float> {
    (values + rounder) - rounder
  }
}
