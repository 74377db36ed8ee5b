import QuantizationEngine

/// The smallest and the largest element as a tool finds them that leaves nothing out: NaN where one is
/// NaN, infinite where one is.
struct RawBounds: Hashable, Sendable {
  var lower: Float
  var upper: Float

  /// The bounds of what a block holds; nil if it holds nothing.
  init?(_ finite: ClosedRange<Float>?, excluded: NonFiniteCounts) {
    guard finite != nil || excluded.notFinite > 0 else { return nil }
    guard excluded.nan == 0 else {
      (lower, upper) = (.nan, .nan)
      return
    }
    lower = excluded.negativeInfinity > 0 ? -.infinity : finite?.lowerBound ?? .infinity
    upper = excluded.positiveInfinity > 0 ? .infinity : finite?.upperBound ?? -.infinity
  }

  /// The bounds of what a block holds; nil if it holds nothing.
  init?(_ block: any Distribution) {
    self.init(block.floatBounds, excluded: block.excluded)
  }

  /// Whether both are numbers that a range can have.
  var areFinite: Bool { lower.isFinite && upper.isFinite }

  /// Whether the lower one divided by an infinite scale is a number, 0 or −0.
  var hasLower: Bool { !lower.isNaN && lower != -.infinity }
}
