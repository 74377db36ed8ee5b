internal import QuantizationEngine

extension RecalledTuning {
  /// What it is called, for undo too.
  var label: String { "what was tuned on \(time)" }

  /// The tuning over the values that are there now.
  func tuning(of loaded: LoadedTensor) -> Tuning {
    var blocks: BlockRanges
    switch (ranges.common.lower, ranges.common.upper) {
    case (nil, nil): blocks = BlockRanges(loaded.ends)
    case (let lower?, let upper?):
      let common = ClippingRange(lower: lower, upper: upper)
      blocks = BlockRanges(BlockRanges.Base(common, count: loaded.blockCount))
    case (nil, _), (_, nil):
      blocks = BlockRanges(loaded.ends.all.map { ranges.common.range(over: $0) })
    }
    for (block, bounds) in ranges.chosen where blocks.indices.contains(block) {
      blocks[block] = bounds.range(over: loaded.ends[block])
    }
    // What a calibrator chose for every block is not by hand because it was kept block by block.
    if let rangeOrigin, rangeOrigin != blocks.origin {
      blocks = BlockRanges(Array(blocks), from: rangeOrigin)
    }
    return Tuning(scheme: scheme, ranges: blocks)
  }
}
