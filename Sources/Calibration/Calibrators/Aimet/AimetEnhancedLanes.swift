/// Four candidates side by side.
struct AimetEnhancedLanes {
  /// Their scales.
  private(set) var scale = SIMD4<Float>.zero
  /// Their lowest levels.
  private(set) var lowest = SIMD4<Int32>.zero
  /// The clipping error of each, once.
  private(set) var error = SIMD4<Double>.zero
  /// The first part that each rounds.
  private(set) var first = SIMD4<Double>.zero
  /// One past the last part that each rounds.
  private(set) var end = SIMD4<Double>.zero
  /// Where each comes in the tool's order.
  private(set) var order = SIMD4<Int32>.zero

  /// Puts a candidate into a lane.
  @inline(__always)
  mutating func set(
    _ lane: Int, _ candidate: AimetEnhancedCandidate,
    _ clipped: AimetEnhancedClipping, order: Int
  ) {
    scale[lane] = candidate.scale
    lowest[lane] = candidate.lowest
    error[lane] = clipped.error
    first[lane] = Double(clipped.kept.lowerBound)
    end[lane] = Double(clipped.kept.upperBound)
    self.order[lane] = Int32(truncatingIfNeeded: order)
  }

  /// Puts the candidate of the first lane into another one too.
  @inline(__always)
  mutating func copyFirst(to lane: Int) {
    scale[lane] = scale[0]
    lowest[lane] = lowest[0]
    error[lane] = error[0]
    first[lane] = first[0]
    end[lane] = end[0]
    order[lane] = order[0]
  }
}
