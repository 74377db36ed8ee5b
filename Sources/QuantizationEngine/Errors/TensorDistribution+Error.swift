extension TensorDistribution {
  /// How many blocks one processor takes at a time.
  private static let blocksOfTurn = 16

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
    // Few blocks of many levels share the processors by their levels.
    let turns = stride(from: 0, to: blocks.count, by: Self.blocksOfTurn).map {
      $0..<min($0 + Self.blocksOfTurn, blocks.count)
    }
    let sums = Parallel.map(turns) { turn in
      turn.map { ErrorSums(of: blocks[$0], on: staircases[$0]) }
    }.flatMap(\.self)
    let levelCounts = sums.map(\.levelCounts)
    let error = QuantizationError(
      sums: sums.reduce(ErrorSums(), +),
      divergence: reference?.divergence(staircases: staircases, levelCounts: levelCounts))
    return bounded(error, on: staircases, levelCounts: levelCounts, reference: reference)
  }
}
