/// Some of a tensor's blocks: how many, and which the first of them are.
///
/// There may be a million, and nobody reads more than a few.
public struct ListedBlocks: Hashable, Sendable {
  /// How many are listed at most.
  public static let listedCount = 16

  /// How many blocks there are.
  public private(set) var count = 0
  /// The first of them, ascending, in the order of ``BlockLayout``.
  public private(set) var first: [Int] = []

  /// No blocks.
  public init() {}

  /// Some blocks, ascending.
  public init(_ blocks: some Sequence<Int>) {
    for block in blocks { add(block) }
  }

  /// The first `count` blocks of a tensor.
  public init(first count: Int) {
    self.count = count
    first = Array(0..<min(count, Self.listedCount))
  }

  /// Whether there are none.
  public var isEmpty: Bool { count == 0 }

  /// Whether there are more than are listed.
  public var isCut: Bool { count > first.count }

  /// The first of them in words: `2, 5, 9`, and `…` where there are more.
  public var words: String {
    first.map(String.init).joined(separator: ", ") + (isCut ? ", …" : "")
  }

  /// Takes the next block in.
  public mutating func add(_ block: Int) {
    if count < Self.listedCount { first.append(block) }
    count += 1
  }

  /// Takes blocks in that come after these.
  public mutating func add(_ other: ListedBlocks) {
    first += other.first.prefix(max(Self.listedCount - count, 0))
    count += other.count
  }
}

extension TensorDistribution {
  /// The blocks that are dead, as pruned channels are: no value of theirs is anything but zero, or
  /// they have none.
  ///
  /// What stands for all blocks of a tensor, such as the range of its scales, is said of the others.
  ///
  /// Edge cases: a tensor without elements has none.
  ///
  /// - Complexity: O(blocks).
  public var deadBlocks: ListedBlocks {
    guard layout.elementCount > 0 else { return ListedBlocks() }
    return ListedBlocks(blocks.indices.lazy.filter { isDead($0) })
  }

  /// The blocks that a scale of 0 destroys: they hold values that are not zero, and every level is.
  ///
  /// A tool whose scales are stored in a narrower type, as LiteRT's of blocks are in float16, makes them
  /// of a range that is small and not zero.
  ///
  /// Edge cases: a dead block loses nothing, and one without a quantizer has no levels; neither is listed.
  ///
  /// - Parameter quantizers: that of each block, nil where it has none; without elements nothing is listed.
  /// - Returns: how many, and the first of them.
  /// - Complexity: O(blocks).
  public func destroyedBlocks(under quantizers: [AffineQuantizer?]) -> ListedBlocks {
    ListedBlocks(
      quantizers.indices.lazy.filter {
        quantizers[$0]?.encoding.isOfZeros == true && !isDead($0)
      })
  }

  /// Whether a block is dead.
  public func isDead(_ block: Int) -> Bool {
    guard let bounds = blocks[block].bounds else { return true }
    return bounds.lowerBound == 0 && bounds.upperBound == 0
  }
}
