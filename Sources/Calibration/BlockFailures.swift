public import QuantizationEngine

/// The blocks of a tensor that have no encoding, and why.
public struct BlockFailures: Hashable, Sendable {
  /// Which blocks, ascending.
  public private(set) var blocks: [Int] = []
  /// Why each of them has none.
  public private(set) var reasons: [CalibrationError] = []

  /// No blocks.
  public init() {}

  /// Whether every block has an encoding.
  public var isEmpty: Bool { blocks.isEmpty }

  /// How many have none.
  public var count: Int { blocks.count }

  /// How many have none, and the first of them.
  public var listed: ListedBlocks { ListedBlocks(blocks) }

  /// Why a block has no encoding; nil if it has one.
  public func reason(ofBlock block: Int) -> CalibrationError? {
    var (lower, upper) = (0, blocks.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if blocks[middle] < block { lower = middle + 1 } else { upper = middle }
    }
    return lower < blocks.count && blocks[lower] == block ? reasons[lower] : nil
  }

  /// Notes that a block has none; it comes after those that are noted already.
  public mutating func add(_ block: Int, _ reason: CalibrationError) {
    blocks.append(block)
    reasons.append(reason)
  }

  /// The one reason where no block of so many has an encoding: that of all of them, or that of the first
  /// with its index.
  func whole(of blockCount: Int) -> CalibrationError? {
    guard count == blockCount, let block = blocks.first, let first = reasons.first else {
      return nil
    }
    // A reason that has a NaN in it is not equal to itself.
    return blockCount == 1 || reasons.allSatisfy { $0 == first } ? first : .block(block, first)
  }
}

/// What each block of a tensor has, or why it has none.
public struct BlockResults<Value: Sendable>: Sendable {
  /// What each block has, in the order of ``BlockLayout``; nil where it has none.
  public let values: [Value?]
  /// The blocks that have none, and why.
  public let failures: BlockFailures

  /// What each block has, some of them none.
  public init(_ values: [Value?], _ failures: BlockFailures = BlockFailures()) {
    self.values = values
    self.failures = failures
  }

  /// What each block has, where all of them have something.
  ///
  /// - Throws: ``CalibrationError/block(_:_:)`` with the first block that has nothing, or the plain
  ///   error where there is one block only.
  func all() throws(CalibrationError) -> [Value] {
    if let block = failures.blocks.first, let reason = failures.reasons.first {
      throw values.count == 1 ? reason : .block(block, reason)
    }
    return values.compactMap(\.self)
  }
}

extension BlockResults {
  /// What was found for each block, where `empty` is for blocks without values: what they have beside
  /// one that has something.
  ///
  /// - Throws: what is no matter of a single block: that nobody wants the answer any more, that the tool
  ///   has no such scheme, that its batches could not be read, and where no block has anything, why.
  init(
    _ results: [Result<Value?, CalibrationError>], empty: (_ beside: Value) -> Value
  ) throws(CalibrationError) {
    var turn = BlockTurn<Value>(count: results.count)
    for result in results {
      switch result {
      case .success(let value): turn.add(value)
      case .failure(let error): turn.add(failing: error)
      }
    }
    try self.init([turn], empty: empty)
  }

  /// What was found turn by turn, in the order of the blocks.
  ///
  /// - Throws: as above.
  init(
    _ turns: [BlockTurn<Value>], empty: (_ beside: Value) -> Value
  ) throws(CalibrationError) {
    var values: [Value?] = []
    var failures = BlockFailures()
    var nothing: [Int] = []
    values.reserveCapacity(turns.reduce(0) { $0 + $1.values.count })
    for turn in turns {
      nothing += turn.nothing.lazy.map { values.count + $0 }
      for (place, error) in turn.failures {
        if error.isOfWholeTensor { throw error }
        failures.add(values.count + place, error)
      }
      values += turn.values
    }
    if let error = failures.whole(of: values.count - nothing.count) { throw error }
    if !nothing.isEmpty, let first = values.lazy.compactMap(\.self).first {
      let empty = empty(first)
      for block in nothing { values[block] = empty }
    }
    self.init(values, failures)
  }
}

extension BlockResults where Value == CalibratedBlock {
  /// What a scheme makes of the range of each block.
  ///
  /// - Throws: ``CalibrationError`` where no range has an encoding.
  public init(encoding ranges: [ClippingRange], scheme: Scheme) throws(CalibrationError) {
    let results: [Result<CalibratedBlock?, CalibrationError>] = ranges.map { range in
      do throws(CalibrationError) {
        return .success(try CalibratedBlock(range, scheme: scheme))
      } catch {
        return .failure(error)
      }
    }
    try self.init(results) { $0 }
  }
}

extension CalibrationError {
  /// Whether it has nothing to do with the values of a block.
  var isOfWholeTensor: Bool {
    switch self {
    case .cancelled, .notRead, .percentileOutOfRange, .badSetting: true
    default: isOfTheScheme
    }
  }
}
