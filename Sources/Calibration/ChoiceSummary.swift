public import QuantizationEngine

/// What stands for all blocks of what a calibrator chose.
///
/// It is that of the blocks that have an encoding and are not dead, for a dead one has any scale, such as
/// 1; only where there are no others, of the dead ones.
public struct ChoiceSummary: Hashable, Sendable {
  /// From the lowest to the highest of their thresholds; nil where no block has an encoding.
  public private(set) var range: ClippingRange?
  /// The smallest of their scales; nil where no block has an encoding.
  public private(set) var smallestScale: Float?
  /// The largest of their scales; nil where no block has an encoding.
  public private(set) var largestScale: Float?
  /// The zero-point that they have in common; nil where there are several, or codes are no integers.
  public private(set) var zeroPoint: Int?

  /// What stands for the blocks of a tensor.
  ///
  /// - Complexity: O(blocks).
  public init(_ choice: CalibrationRow.Choice, of tensor: TensorDistribution) {
    let present = choice.ranges.indices.filter { choice.ranges[$0] != nil }
    let alive = present.filter { !tensor.isDead($0) }
    var zeroPoints: Set<Int> = []
    for block in alive.isEmpty ? present : alive {
      guard let own = choice.ranges[block] else { continue }
      range = ClippingRange(
        lower: min(range?.lower ?? own.lower, own.lower),
        upper: max(range?.upper ?? own.upper, own.upper))
      let quantizer = choice.quantizer(ofBlock: block)
      if let quantizer, zeroPoints.count < 2 { zeroPoints.insert(quantizer.encoding.zeroPoint) }
      guard let scale = quantizer?.encoding.scale ?? choice.float8Encoding(block)?.scale else {
        continue
      }
      smallestScale = min(smallestScale ?? scale, scale)
      largestScale = max(largestScale ?? scale, scale)
    }
    zeroPoint = zeroPoints.count == 1 ? zeroPoints.first : nil
  }
}
