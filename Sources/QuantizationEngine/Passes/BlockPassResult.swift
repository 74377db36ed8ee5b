/// What a pass found in a tensor.
public struct BlockPassResult: Hashable, Sendable {
  /// A block whose range has no encoding by the scheme's rule.
  public struct Refusal: Hashable, Sendable {
    /// Which block, in the order of ``BlockLayout``.
    public let block: Int
    /// Why.
    public let reason: EncodingError
  }

  /// The metrics over all values that were quantized, without divergences, which need an order.
  public let error: QuantizationError
  /// The smallest and the largest finite value; nil if there are none.
  public let bounds: ClosedRange<Double>?
  /// How many elements are not finite, and are in no sum.
  public let excluded: NonFiniteCounts
  /// How many finite values there are, those of blocks without an encoding included.
  public let finiteCount: Int
  /// Σx over the finite values.
  public let total: Double
  /// Σx² over the finite values.
  public let totalOfSquares: Double
  /// How many blocks have no finite values.
  public let emptyBlockCount: Int
  /// The blocks whose values are all zero, or that have none; see ``TensorDistribution/deadBlocks``.
  public let deadBlocks: ListedBlocks
  /// The blocks that a scale of 0 destroys; see ``TensorDistribution/destroyedBlocks(under:)``.
  public let destroyedBlocks: ListedBlocks
  /// How many blocks have values and no encoding; they are in ``finiteCount``, not in ``error``.
  public let refusedBlockCount: Int
  /// The first of them.
  public let firstRefusal: Refusal?

  init(_ sum: PassSum, levelCounts: [Int], scheme: Scheme) {
    error = QuantizationError(sums: sum.errorSums(levelCounts: levelCounts))
    bounds = sum.rest.bounds.range
    excluded = sum.rest.excluded
    finiteCount = error.sums.count + sum.refusedCount
    total = sum.total.value
    totalOfSquares = sum.squares.value
    emptyBlockCount = sum.rest.emptyBlocks
    deadBlocks = sum.rest.deadBlocks
    destroyedBlocks = sum.rest.destroyedBlocks
    refusedBlockCount = sum.rest.refusedBlocks
    firstRefusal = sum.rest.firstRefused.flatMap { refused in
      PassedBlock.Outcome.refusal(of: ClippingRange(refused.bounds), scheme: scheme)
        .map { Refusal(block: refused.block, reason: $0) }
    }
  }
}
