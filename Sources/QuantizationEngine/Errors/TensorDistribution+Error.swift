extension TensorDistribution {
  /// The error that some staircases make on the tensor, one staircase for each block.
  ///
  /// - Parameters:
  ///   - staircases: the staircase of each block, all with the same number of levels.
  ///   - reference: what divergences are measured against; without it they are left out.
  /// - Returns: the metrics over all blocks together.
  /// - Precondition: there is one staircase for each block.
  /// - Complexity: O(blocks · levels · log n), on all processors.
  public func error(
    on staircases: [Staircase], reference: DivergenceReference? = nil
  ) -> QuantizationError {
    precondition(staircases.count == blocks.count, "there must be one staircase for each block")
    // Without a monitor nothing is cancelled.
    let error = try? error(reference: reference, monitor: .none) { staircases[$0] }
    return error ?? QuantizationError(sums: ErrorSums())
  }

  /// The error that staircases make on the tensor, each of which is made when its block's turn comes,
  /// and let go after it.
  ///
  /// - Parameters:
  ///   - reference: what divergences are measured against; without it they are left out.
  ///   - monitor: asked before each block whether anybody still wants the answer.
  ///   - staircase: the staircase of a block, all with the same number of levels; called from any
  ///     thread.
  /// - Returns: the metrics over all blocks together.
  /// - Throws: `CancellationError` once the monitor says so.
  /// - Complexity: O(blocks · levels · log n), on all processors, in the memory of some blocks.
  public func error(
    reference: DivergenceReference? = nil, monitor: ProgressMonitor,
    staircase: @Sendable (_ block: Int) -> Staircase
  ) throws(CancellationError) -> QuantizationError {
    precondition(
      reference == nil || reference?.occupied.count == blocks.count,
      "the reference must be that of the blocks")
    guard exactness != .bounded else {
      // There are few sketches, and their bounds are made of all staircases.
      return bounded(on: blocks.indices.map(staircase), reference: reference)
    }
    var sums = ErrorSums()
    var divergence = reference.map { DivergenceSum($0) }
    var next = 0
    while next < blocks.count {
      let turn = next..<min(next + LongBlockError.blocks(after: sums), blocks.count)
      let found = Parallel.map(Array(turn)) { block -> LongBlockError? in
        // A block without values adds nothing, but the first one says how many levels there are.
        guard !monitor.isCancelled, blocks[block].count > 0 || block == 0 else { return nil }
        return LongBlockError(
          blocks[block], on: staircase(block), table: reference?.table,
          occupied: reference?.occupied[block])
      }
      try monitor.checkCancellation()
      for case .some(let block) in found {
        sums = sums + block.sums
        divergence?.add(block.shares)
      }
      next = turn.upperBound
    }
    return QuantizationError(sums: sums, divergence: divergence?.divergence)
  }

  private func bounded(
    on staircases: [Staircase], reference: DivergenceReference?
  ) -> QuantizationError {
    let sums = Parallel.map(Array(blocks.indices)) { block in
      ErrorSums(of: blocks[block], on: staircases[block])
    }
    let error = QuantizationError(
      sums: sums.reduce(ErrorSums(), +), divergence: reference?.divergence(on: staircases))
    return bounded(error, on: staircases, reference: reference)
  }
}
