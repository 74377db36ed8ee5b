/// The blocks of a tensor where each has few values for its number of codes, to be gone through in order.
enum ShortBlocks: Sendable {
  /// They lie in one place, and none of them is asked for its own.
  case lines(BlockLines)
  /// Each has a place of its own.
  case single([SortedDistribution])

  /// The blocks of a tensor; nil if it has no more than one, and if any is longer or is no sorted line.
  init?(_ tensor: TensorDistribution, longest: Int) {
    guard tensor.blocks.count > 1 else { return nil }
    if let lines = tensor.lines {
      guard lines.places.allSatisfy({ $0.count <= longest }) else { return nil }
      self = .lines(lines)
      return
    }
    var short: [SortedDistribution] = []
    short.reserveCapacity(tensor.blocks.count)
    for block in tensor.blocks {
      guard let block = block as? SortedDistribution, block.count <= longest else { return nil }
      short.append(block)
    }
    self = .single(short)
  }

  /// How many values some of the blocks have.
  func valueCount(of part: Range<Int>) -> Int {
    switch self {
    case .lines(let lines): lines.places[part].reduce(0) { $0 + $1.count }
    case .single(let blocks): blocks[part].reduce(0) { $0 + $1.count }
    }
  }

  /// Hands the values of some blocks out, one block after the other, as they lie in memory.
  @inline(__always)
  func forEach(
    in part: Range<Int>, float32: (_ block: Int, UnsafeBufferPointer<Float>) -> Void,
    float64: (_ block: Int, UnsafeBufferPointer<Double>) -> Void
  ) {
    switch self {
    case .lines(let lines):
      unsafe lines.withNumbers { numbers in
        for block in part {
          unsafe float32(block, UnsafeBufferPointer(rebasing: numbers[lines.places[block]]))
        }
      } float64: { numbers in
        for block in part {
          unsafe float64(block, UnsafeBufferPointer(rebasing: numbers[lines.places[block]]))
        }
      }
    case .single(let blocks):
      for block in part {
        unsafe blocks[block].withNumbers { numbers in
          unsafe float32(block, numbers)
        } float64: { numbers in
          unsafe float64(block, numbers)
        }
      }
    }
  }
}
