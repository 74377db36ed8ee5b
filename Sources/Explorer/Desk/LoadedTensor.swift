internal import QuantizationEngine

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

/// The tensor with what is measured against it.
struct LoadedTensor: Sendable {
  /// The values, by block.
  let distribution: TensorDistribution
  /// What divergences of the whole tensor are measured against; nil without finite values, and
  /// where nobody has asked for it yet.
  var reference: DivergenceReference?
  /// How many times a tensor was loaded before this one: it tells cached results apart.
  let generation: Int
  /// How many finite values there are; asking a million blocks takes too long for every picture.
  let count: Int

  /// A tensor as it was loaded.
  init(distribution: TensorDistribution, reference: DivergenceReference?, generation: Int) {
    self.distribution = distribution
    self.reference = reference
    self.generation = generation
    count = distribution.count
  }

  /// Whether some of the values are still being read.
  var isSample: Bool {
    if case .sample = distribution.exactness { true } else { false }
  }

  /// How elements fall into blocks.
  var layout: BlockLayout { distribution.layout }
  /// How many blocks there are.
  var blockCount: Int { distribution.blocks.count }

  /// The range from the smallest to the largest value of each block; 0…0 where there is none.
  var minMaxRanges: [ClippingRange] {
    distribution.blocks.map { block in
      block.bounds.map { ClippingRange(lower: $0.lowerBound, upper: $0.upperBound) }
        ?? ClippingRange(lower: 0, upper: 0)
    }
  }
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
