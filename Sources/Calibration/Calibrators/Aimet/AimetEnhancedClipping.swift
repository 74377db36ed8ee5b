/// A candidate with what it clips.
struct AimetEnhancedClipping {
  /// Its scale.
  let scale: Float
  /// The clipping error, once.
  let error: Double
  /// The parts that are rounded; empty where the bounds are out of order.
  let kept: Range<Int>
}
