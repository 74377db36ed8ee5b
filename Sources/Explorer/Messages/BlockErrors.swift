internal import QuantizationEngine

/// The errors of all blocks, and their sum, which follows each of them.
///
/// *Complexity:* changing one of n blocks costs O(n / 1024 + 1024), whatever was changed before, and
/// gives the sum that adding all of them up anew would give.
public struct BlockErrors: Sendable {
  /// The sums of some neighbouring blocks.
  private struct Part: Sendable {
    var sum = BlockError.none
    var refusedCount = 0
    var destroyedCount = 0
  }

  private var errors: [BlockError?]
  private var parts: [Part] = []

  private static let partLength = 1024

  /// The errors by block; nil where a range has no encoding.
  public init(_ errors: [BlockError?]) {
    self.errors = errors
    for start in stride(from: 0, to: errors.count, by: BlockErrors.partLength) {
      parts.append(part(from: start))
    }
  }

  /// The errors of what is tuned of a tensor.
  ///
  /// - Throws: `CancellationError` once the monitor says so.
  init(
    of tensor: TensorDistribution, tuned tuning: Tuning, monitor: ProgressMonitor
  ) throws(CancellationError) {
    self.init(
      try tensor.errorOfEachBlock(monitor: monitor) { block in
        let range = tuning.scheme.effective(tuning.ranges[block])
        guard let encoding = try? tuning.scheme.encoding(for: range) else { return nil }
        return AffineQuantizer(encoding: encoding, arithmetic: tuning.scheme.arithmetic)
      } _: {
        BlockError($0, under: $1)
      })
  }

  /// How many blocks there are.
  var count: Int { errors.count }

  /// The error of a block; nil where its range has no encoding.
  ///
  /// - Precondition: there is such a block.
  subscript(block: Int) -> BlockError? {
    get { errors[block] }
    set {
      errors[block] = newValue
      let place = block / BlockErrors.partLength
      parts[place] = part(from: place * BlockErrors.partLength)
    }
  }

  /// How many blocks have a range without an encoding.
  var refusedCount: Int { parts.reduce(0) { $0 + $1.refusedCount } }

  /// The blocks that have a range without an encoding.
  ///
  /// *Complexity:* O(n / 1024 + 1024 · listed).
  var refused: ListedBlocks { listed(\.refusedCount) { $0 == nil } }

  /// The blocks whose values are lost to a scale of 0.
  ///
  /// *Complexity:* O(n / 1024 + 1024 · listed).
  var destroyed: ListedBlocks { listed(\.destroyedCount) { $0?.isDestroyed == true } }

  private func listed(
    _ count: KeyPath<Part, Int>, where isListed: (BlockError?) -> Bool
  ) -> ListedBlocks {
    var listed = ListedBlocks()
    for (place, part) in parts.enumerated() where part[keyPath: count] > 0 {
      let start = place * BlockErrors.partLength
      for block in start..<min(start + BlockErrors.partLength, errors.count)
      where isListed(errors[block]) {
        listed.add(block)
      }
    }
    return listed
  }

  /// The sums of all blocks that have an encoding.
  var sum: BlockError { parts.reduce(.none) { $0 + $1.sum } }

  private func part(from start: Int) -> Part {
    var part = Part()
    for error in errors[start..<min(start + BlockErrors.partLength, errors.count)] {
      guard let error else {
        part.refusedCount += 1
        continue
      }
      part.sum = part.sum + error
      if error.isDestroyed { part.destroyedCount += 1 }
    }
    return part
  }
}

extension BlockError {
  /// The sums of no block.
  fileprivate static let none = BlockError(count: 0, squares: 0, squaredError: 0)
}
