extension TensorDistribution {
  /// How many elements a block must have on average for a table of its patterns to be worth making.
  ///
  /// An entry of a counted line takes 44 bytes against 4.5 for a value of a sorted one, and making
  /// it reads a table of 65 536 numbers; with blocks smaller than this, sorting the values (which
  /// float32 holds exactly) is both quicker and smaller.
  public static let smallestCountedBlock = 1 << 16

  /// Whether counting is the way to hold elements of a type in blocks of a layout.
  public static func suitsCounting(_ elementType: ElementType, layout: BlockLayout) -> Bool {
    elementType.patternCount != nil
      && (layout.blockCount == 1
        || layout.elementCount / max(layout.blockCount, 1) >= smallestCountedBlock)
  }

  /// The exact distribution of elements of at most 16 bits, counted by their bit patterns.
  ///
  /// - Parameters:
  ///   - stream: the elements in row-major order of the layout's shape; with one block the order
  ///     does not matter.
  ///   - layout: how elements fall into blocks.
  ///   - rule: what is left out on purpose.
  ///   - monitor: hears the progress and may cancel.
  /// - Throws: `CancellationError` if the monitor says so.
  /// - Precondition: the type has a ``ElementType/patternCount``, and the stream has as many
  ///   elements as the layout.
  /// - Complexity: O(elements) in one pass on all processors; 1 MiB for each processor and 3 MB for
  ///   each block, whatever the number of elements.
  public init(
    counting stream: ElementStream, layout: BlockLayout, ignoring rule: IgnoreRule = IgnoreRule(),
    monitor: ProgressMonitor = .none
  ) throws(CancellationError) {
    precondition(stream.count == layout.elementCount, "elements and layout differ in number")
    let counts: [CountedDistribution]
    if layout.blockCount == 1 {
      let whole = try PatternCounts(of: stream, monitor: monitor)
      counts = [CountedDistribution(whole, ignoring: rule)]
    } else {
      counts = try Self.blocks(of: stream, layout: layout, ignoring: rule, monitor: monitor)
    }
    self.init(
      blocks: counts, layout: layout,
      excluded: counts.map(\.excluded).reduce(NonFiniteCounts(), +), exactness: .exact)
  }

  /// Each block counted by itself, several at a time.
  private static func blocks(
    of stream: ElementStream, layout: BlockLayout, ignoring rule: IgnoreRule,
    monitor: ProgressMonitor
  ) throws(CancellationError) -> [CountedDistribution] {
    var blocks: [CountedDistribution] = []
    blocks.reserveCapacity(layout.blockCount)
    // As many at a time as there are processors, so that a monitor hears of it in order.
    while blocks.count < layout.blockCount {
      try monitor.checkCancellation()
      let turn =
        blocks.count..<min(blocks.count + Parallel.processorCount, layout.blockCount)
      blocks += Parallel.map(Array(turn)) { block in
        var tables = PatternTables(elementType: stream.elementType)
        // A run may be as long as the tensor; a piece of it is counted between two looks.
        let longest = ElementStream.pieceByteCount / stream.elementType.byteCount
        layout.forEachRun(ofBlock: block) { start, length in
          for first in stride(from: start, to: start + length, by: longest)
          where !monitor.isCancelled {
            stream.withBytes(of: first..<min(first + longest, start + length)) { tables.add($0) }
          }
        }
        return CountedDistribution(PatternCounts(tables, of: stream), ignoring: rule)
      }
      try monitor.checkCancellation()
      monitor.report(Double(blocks.count) / Double(layout.blockCount))
    }
    return blocks
  }
}
