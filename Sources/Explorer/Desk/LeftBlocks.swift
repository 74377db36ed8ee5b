internal import QuantizationEngine

/// What was tuned while elements shared an encoding in a way that was left for another.
struct LeftBlocks: Sendable {
  /// Which elements shared an encoding.
  let granularity: Granularity
  /// The codes and the arithmetic, for who goes back.
  let scheme: Scheme
  /// The range asked for each block.
  let ranges: BlockRanges
  /// The ranges of the last export, or those at first.
  var keptRanges: BlockRanges
  /// Where the thresholds were to be at first; nil if nobody said.
  let givenRange: ClippingRange?
  /// How to go on with it when the values are read again.
  let resumption: Resumption

  /// Whether something is tuned that was not exported.
  var isUnsaved: Bool { ranges != keptRanges }
}
