/// What is known of the blocks of a band while it is read.
struct PassBand {
  /// The columns that are the blocks.
  let tile: BlockTile
  /// The first of the blocks, which follow each other.
  let first: Int
  /// The bounds of each block.
  var bounds: [LaneBounds]
  /// How many elements of each are not finite.
  var excluded: [NonFiniteCounts]
  /// The error sums of each, where somebody wants to know.
  var sums: [ErrorSums]

  /// A band of which nothing is known.
  init(_ tile: BlockTile, of whole: BlockMatrix) {
    self.tile = tile
    first = tile.matrices.lowerBound * whole.columns + tile.columns.lowerBound
    let count = tile.matrices.count * tile.columns.count
    bounds = Array(repeating: LaneBounds(), count: count)
    excluded = Array(repeating: NonFiniteCounts(), count: count)
    sums = Array(repeating: ErrorSums(), count: count)
  }

  /// What the blocks add to a pass before their errors do.
  func totals(_ quantizers: [BlockQuantizer]) -> PassTotals {
    var totals = PassTotals()
    for (place, quantizer) in quantizers.enumerated() {
      totals.bounds.add(bounds[place])
      totals.excluded = totals.excluded + excluded[place]
      totals.note(quantizer, ofBlock: first + place, bounds: bounds[place])
    }
    return totals
  }
}
