/// Some elements that are neighbours, and their blocks: all are in one, or each is in the next.
public struct BlockRun: Hashable, Sendable {
  /// The elements, in row-major order.
  public let elements: Range<Int>
  /// The block of the first.
  public let block: Int
  /// How much further on the block of each next element is: 0 or 1.
  public let step: Int
}

extension BlockLayout {
  /// Calls `body` with runs that together are some elements, in their order.
  ///
  /// Neighbours share a block, or have neighbouring blocks until a row ends, so that the loop over a
  /// run has nothing to decide.
  ///
  /// - Parameters:
  ///   - elements: The elements, counted in row-major order.
  ///   - body: Gets one run after the other.
  /// - Precondition: `elements` lies within the tensor.
  public func forEachRun(of elements: Range<Int>, _ body: (BlockRun) -> Void) {
    var next = elements.lowerBound
    while next < elements.upperBound {
      let (step, end) = run(from: next)
      let run = next..<min(end, elements.upperBound)
      body(BlockRun(elements: run, block: block(ofElement: next), step: step))
      next = run.upperBound
    }
  }

  /// How far the run goes on that has an element, and how its blocks go on.
  private func run(from element: Int) -> (step: Int, end: Int) {
    switch granularity {
    case .perTensor: return (0, elementCount)
    case .perChannel:
      guard inner == 1 else { return (0, (element / inner + 1) * inner) }
      return (1, (element / along + 1) * along)
    case .perGroup:
      guard inner == 1 else { return (1, (element / inner + 1) * inner) }
      let row = element / along * along
      let group = (element - row) / groupLength
      return (0, min(row + (group + 1) * groupLength, row + along))
    }
  }
}
