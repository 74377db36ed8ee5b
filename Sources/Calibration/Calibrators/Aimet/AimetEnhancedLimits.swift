/// The ends within which a candidate may be the best: its lower end is no higher, its upper no lower.
struct AimetEnhancedLimits {
  /// What no lower end is above.
  var lower: Float
  /// What no upper end is below.
  var upper: Float

  /// No limits.
  static let none = AimetEnhancedLimits(lower: .infinity, upper: -.infinity)
}
