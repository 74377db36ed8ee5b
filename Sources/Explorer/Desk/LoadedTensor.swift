public import QuantizationEngine

/// How far the loading of the tensor is.
enum TensorState: Sendable {
  /// Nobody has asked for it.
  case unasked
  /// Nothing of it is there yet.
  case loading
  /// It cannot be loaded, and why.
  case failed(String)
  /// It is there, or a sample of it.
  case loaded(LoadedTensor)
}

/// A tensor, or a sample of it, with what every view of it needs.
///
/// Asking a million blocks takes longer than a key may, so whoever reads a tensor makes this of it.
public struct LoadedTensor: Sendable {
  /// The values, by block.
  public let distribution: TensorDistribution
  /// What divergences of the whole tensor are measured against; nil without finite values, and
  /// where nobody has asked for it yet.
  var reference: DivergenceReference?
  /// What the file stores with the tensor's codes, if it has them in such blocks.
  let stored: StoredRanges?
  /// How many times a tensor was loaded before this one: it tells cached results apart.
  var generation = 0
  /// How many finite values there are.
  let count: Int
  /// From the smallest to the largest value of all blocks, and zero.
  let line: ClosedRange<Double>
  /// The blocks that have no value but zero, where there are several blocks.
  let deadBlocks: ListedBlocks
  /// The range from the smallest to the largest value of each block; 0…0 where there is none.
  let ends: BlockRanges.Base

  /// A tensor as it was read.
  ///
  /// - Parameters:
  ///   - distribution: its values, by block.
  ///   - reference: what divergences of the whole tensor are measured against; with several blocks that
  ///     takes long, and may be left out until ``Computation/reference(_:)`` is asked for.
  ///   - stored: what the file stores with its codes, where it has them in such blocks.
  /// - Complexity: O(blocks).
  public init(
    _ distribution: TensorDistribution, reference: DivergenceReference?,
    stored: StoredRanges? = nil
  ) {
    self.distribution = distribution
    self.reference = reference
    self.stored = stored
    count = distribution.count
    let bounds = distribution.bounds ?? 0...0
    line = min(bounds.lowerBound, 0)...max(bounds.upperBound, 0)
    deadBlocks = distribution.blocks.count > 1 ? distribution.deadBlocks : ListedBlocks()
    ends = BlockRanges.Base(
      distribution.blocks.map { block in
        block.bounds.map { ClippingRange(lower: $0.lowerBound, upper: $0.upperBound) }
          ?? ClippingRange(lower: 0, upper: 0)
      }, from: RangeOrigin.minMax)
  }

  /// Whether some of the values are still being read.
  var isSample: Bool {
    if case .sample = distribution.exactness { true } else { false }
  }

  /// How elements fall into blocks.
  var layout: BlockLayout { distribution.layout }
  /// How many blocks there are.
  var blockCount: Int { distribution.blocks.count }
}

/// The block on the screen.
struct ShownBlock: Sendable {
  /// Its place in the tensor.
  let index: Int
  /// Its values.
  let distribution: any Distribution
  /// What its divergences are measured against; nil without finite values.
  let reference: DivergenceReference?
  /// The block as a tensor of its own, which knows how exact its error is.
  private let tensor: TensorDistribution

  /// A block of a tensor; with one block it is the tensor itself.
  init?(_ index: Int, of tensor: LoadedTensor) {
    guard tensor.distribution.blocks.indices.contains(index) else { return nil }
    self.index = index
    distribution = tensor.distribution.blocks[index]
    let isWhole = tensor.blockCount == 1
    self.tensor =
      isWhole
      ? tensor.distribution
      : TensorDistribution(
        blocks: [distribution], layout: BlockLayout(elementCount: distribution.count),
        excluded: NonFiniteCounts(), exactness: tensor.distribution.exactness)
    reference = isWhole ? tensor.reference : DivergenceReference(distribution)
  }

  /// The error that a staircase makes on the block.
  func error(on staircase: Staircase) -> QuantizationError {
    tensor.error(on: [staircase], reference: reference)
  }
}
