/// The bins that hold values of one block, ascending.
///
/// A block of few values keeps no histogram: which bins its values lie in is found anew each time, at
/// the cost of the values, however many bins there are.
enum OccupiedBins: Sendable {
  /// Places and counts of the bins that are not empty.
  case bins([(bin: Int, count: Int)])
  /// The values of the block, fewer than there are bins.
  case values(SortedDistribution)

  /// The bins of a block.
  init(_ block: any Distribution, over bins: Bins) {
    if let block = block as? SortedDistribution, Self.keepsValues(block.count, over: bins) {
      self = .values(block)
    } else {
      self = .bins(
        block.histogram(over: bins).counts.enumerated()
          .filter { $0.element > 0 }
          .map { (bin: $0.offset, count: $0.element) })
    }
  }

  /// Whether a block of so many sorted values keeps them.
  static func keepsValues(_ count: Int, over bins: Bins) -> Bool { count < bins.count / 4 }

  /// The histogram of some blocks together.
  static func counts(
    of blocks: [OccupiedBins], on table: BinTable, monitor: ProgressMonitor
  ) -> [Int] {
    let parts = Parallel.parts(of: blocks.count, smallest: 64)
    let counts = Parallel.map(parts) { part in
      var counts = [Int](repeating: 0, count: table.bins.count)
      for block in blocks[part] where !monitor.isCancelled {
        switch block {
        case .bins(let entries):
          for entry in entries { counts[entry.bin] += entry.count }
        case .values(let values):
          unsafe values.withNumbers { numbers in
            unsafe table.forEachValue(of: numbers) { _, bin in counts[bin] += 1 }
          } float64: { numbers in
            unsafe table.forEachValue(of: numbers) { _, bin in counts[bin] += 1 }
          }
        }
      }
      return counts
    }
    return counts.reduce(into: [Int](repeating: 0, count: table.bins.count)) { sum, part in
      for bin in part.indices { sum[bin] += part[bin] }
    }
  }
}
