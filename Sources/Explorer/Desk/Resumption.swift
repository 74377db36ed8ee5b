internal import QuantizationEngine

/// What a desk needs to go on where it was when its values are read again.
struct Resumption: Sendable {
  /// How elements fell into blocks.
  let layout: BlockLayout
  /// The smallest and the largest value of each block.
  let ends: BlockRanges.Base
  /// Which block was on the screen.
  let block: Int
  /// What was tuned did this to the values; nil where nobody had measured it.
  var error: BlockError?
}
