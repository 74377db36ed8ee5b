/// An encoding: its scale, and the lowest level in steps of it, which is AIMET's "offset".
struct AimetEnhancedCandidate: Hashable {
  let scale: Float
  let lowest: Int32
}

extension AimetEnhancedCandidate {
  /// The encoding whose levels span a range, moved so that zero is one of them.
  init(spanning range: (lower: Float, upper: Float), steps: Float) {
    scale = Float((Double(range.upper) - Double(range.lower)) / Double(steps))
    let nearest = (range.lower / scale).rounded(.toNearestOrAwayFromZero)
    lowest = abs(nearest) < 0x1p31 ? Int32(nearest) : .min
  }

  /// The lowest and the highest level, where float32 holds them.
  func range(steps: Float) -> (lower: Float, upper: Float) {
    let largest = Float.greatestFiniteMagnitude
    return (
      max(scale * Float(lowest), -largest), min(scale * (Float(lowest) + steps), largest)
    )
  }
}
