extension TensorDistribution {
  /// The error of each block by itself, under a quantizer of its own.
  ///
  /// Blocks of few values for their number of codes are gone through value by value, and no staircase is
  /// made: their sums are then those of the staircase to 10⁻¹² of themselves. No sums are kept but what
  /// `body` makes of them, for there may be a million blocks.
  ///
  /// - Parameters:
  ///   - monitor: asked before each few hundred blocks whether anybody still wants the answer.
  ///   - quantizer: that of a block; nil where it has none. Called from any thread.
  ///   - body: what is wanted of the sums of a block, which say nothing of single levels, and of its
  ///     encoding. Called from any thread.
  /// - Returns: what `body` made of each block, in their order; nil where there is no quantizer.
  /// - Throws: `CancellationError` once the monitor says so.
  /// - Complexity: O(values + blocks) for short blocks, else O(blocks · levels · log n), on all
  ///   processors.
  public func errorOfEachBlock<Part: Sendable>(
    monitor: ProgressMonitor, under quantizer: @Sendable (_ block: Int) -> AffineQuantizer?,
    _ body: @Sendable (ErrorSums, AffineEncoding) -> Part
  ) throws(CancellationError) -> [Part?] {
    let blocks = blocks
    let parts = stride(from: 0, to: blocks.count, by: Self.blocksAtATime)
      .map { $0..<min($0 + Self.blocksAtATime, blocks.count) }
    let found = Parallel.map(parts) { part -> [Part?] in
      var lanes: SharedLanes?
      return part.map { block in
        guard !monitor.isCancelled, let quantizer = quantizer(block) else { return nil }
        return body(
          Self.sums(of: blocks[block], under: quantizer, on: &lanes), quantizer.encoding)
      }
    }
    try monitor.checkCancellation()
    return found.flatMap(\.self)
  }

  /// The lanes that blocks of one arithmetic and number of codes share.
  private struct SharedLanes {
    let arithmetic: QuantizationArithmetic
    let codeCount: Int
    let lanes: LaneQuantizer
  }

  private static func sums(
    of block: any Distribution, under quantizer: AffineQuantizer, on shared: inout SharedLanes?
  ) -> ErrorSums {
    let codeCount = quantizer.encoding.codeCount
    guard let sorted = block as? SortedDistribution, sorted.count <= codeCount * valuesOfCode else {
      return ErrorSums(of: block, on: quantizer.staircase)
    }
    let lanes =
      if let shared, shared.arithmetic == quantizer.arithmetic, shared.codeCount == codeCount {
        shared.lanes
      } else {
        LaneQuantizer(quantizer.arithmetic, codeCount: codeCount)
      }
    shared = SharedLanes(arithmetic: quantizer.arithmetic, codeCount: codeCount, lanes: lanes)
    var totals = PassTotals()
    unsafe sorted.withNumbers { numbers in
      guard let start = numbers.baseAddress else { return }
      unsafe totals.add(start, count: numbers.count, under: quantizer, on: lanes) { _ in }
    } float64: { numbers in
      guard let start = numbers.baseAddress else { return }
      unsafe totals.add(start, count: numbers.count, under: quantizer, on: lanes) { _ in }
    }
    return totals.sums
  }

  /// How many blocks one processor takes at a time.
  private static let blocksAtATime = 256
}
