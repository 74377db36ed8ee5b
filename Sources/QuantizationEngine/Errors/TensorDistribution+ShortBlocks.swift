extension TensorDistribution {
  /// The error that some quantizers make on the tensor, one quantizer for each block.
  ///
  /// As ``error(on:reference:)`` of their staircases. Where every block has few values for its number
  /// of codes and all quantizers are alike, the values are gone through instead, and no staircase is made: the metrics are then
  /// the same to 10⁻¹² of themselves, counts and divergences bit for bit.
  ///
  /// - Parameters:
  ///   - quantizers: the quantizer of each block.
  ///   - reference: what divergences are measured against; without it they are left out.
  /// - Returns: the metrics over all blocks together.
  /// - Precondition: there is one quantizer for each block.
  /// - Complexity: O(values + blocks) for short blocks, else O(blocks · levels · log n).
  public func error(
    under quantizers: [AffineQuantizer], reference: DivergenceReference? = nil
  ) -> QuantizationError {
    // Without a monitor nothing is cancelled.
    let error = try? error(under: quantizers, reference: reference, monitor: .none)
    return error ?? QuantizationError(sums: ErrorSums())
  }

  /// The error that some quantizers make on the tensor, while a monitor says whether anybody still wants
  /// it: asked before each few hundred short blocks, or each long one.
  ///
  /// - Throws: `CancellationError` once the monitor says so.
  public func error(
    under quantizers: [AffineQuantizer], reference: DivergenceReference?, monitor: ProgressMonitor
  ) throws(CancellationError) -> QuantizationError {
    precondition(quantizers.count == blocks.count, "there must be one quantizer for each block")
    precondition(
      reference == nil || reference?.occupied.count == blocks.count,
      "the reference must be that of the blocks")
    guard let first = quantizers.first,
      let blocks = ShortBlocks(self, longest: first.encoding.codeCount * Self.valuesOfCode),
      quantizers.allSatisfy({ $0.isLike(first) })
    else {
      return try error(reference: reference, monitor: monitor) { quantizers[$0].staircase }
    }
    var sum = PassSum()
    var counts = [Int](repeating: 0, count: first.encoding.codeCount)
    var divergence = reference.map { DivergenceSum($0) }
    for turn in stride(from: 0, to: quantizers.count, by: Self.blocksOfTurn) {
      let range = turn..<min(turn + Self.blocksOfTurn, quantizers.count)
      let parts = stride(from: range.lowerBound, to: range.upperBound, by: Self.blocksOfPart)
        .map { $0..<min($0 + Self.blocksOfPart, range.upperBound) }
      let found = Parallel.map(parts) { part -> ShortBlockError in
        guard !monitor.isCancelled else { return ShortBlockError() }
        return ShortBlockError(blocks, part, quantizers, reference: reference)
      }
      try monitor.checkCancellation()
      for part in found {
        sum.add(part.totals)
        for code in counts.indices { counts[code] += part.counts[code] }
        divergence?.add(part.shares)
      }
    }
    return QuantizationError(
      sums: sum.errorSums(levelCounts: counts), divergence: divergence?.divergence)
  }

  /// A threshold costs about as much as going through so many values.
  static let valuesOfCode = 4
  /// How many blocks one processor takes at a time.
  private static let blocksOfPart = 256
  /// How many blocks are worked on before their results are put in order.
  private static let blocksOfTurn = 1 << 14
}

extension AffineQuantizer {
  /// Whether two quantizers have the same arithmetic and number of codes.
  fileprivate func isLike(_ other: AffineQuantizer) -> Bool {
    arithmetic == other.arithmetic && encoding.codeCount == other.encoding.codeCount
  }
}
