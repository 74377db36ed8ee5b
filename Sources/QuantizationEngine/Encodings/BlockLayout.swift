/// The blocks of elements that share an encoding, for one shape and one granularity.
///
/// The shape is seen as `[outer, along, inner]`, `along` being the axis. Blocks are counted in
/// row-major order of the shape of the scales (see ``Granularity``).
public struct BlockLayout: Hashable, Sendable {
  /// The tensor's shape.
  public let shape: [Int]
  /// Which elements share an encoding.
  public let granularity: Granularity
  /// How many elements the tensor has.
  public let elementCount: Int
  /// The shape of the scales.
  public let blockShape: [Int]
  /// How many encodings the tensor needs: the product of ``blockShape``.
  public let blockCount: Int

  /// How many elements lie along the axis.
  let along: Int
  /// How many elements lie behind each step along the axis.
  let inner: Int

  /// The layout of a tensor's elements in blocks.
  ///
  /// Edge cases: a tensor without elements has one block per tensor, and as many (possibly none) as
  /// its shape of scales says per channel or group. A 0-dimensional tensor has no axis.
  ///
  /// - Throws: ``GranularityError`` where the axis or the group size does not fit.
  public init(shape: [Int], granularity: Granularity) throws(GranularityError) {
    self.shape = shape
    self.granularity = granularity
    elementCount = try BlockLayout.product(of: shape, in: shape)
    switch granularity {
    case .perTensor:
      blockShape = []
      along = 1
      inner = elementCount
    case .perChannel(let axis):
      guard shape.indices.contains(axis) else {
        throw .axisOutOfRange(axis: axis, shape: shape)
      }
      blockShape = [shape[axis]]
      along = shape[axis]
      inner = try BlockLayout.product(of: shape[(axis + 1)...], in: shape)
    case .perGroup(let axis, let size):
      guard shape.indices.contains(axis) else {
        throw .axisOutOfRange(axis: axis, shape: shape)
      }
      guard size >= 1 else { throw .groupSizeNotPositive(size) }
      var groups = shape
      groups[axis] = shape[axis] / size + (shape[axis].isMultiple(of: size) ? 0 : 1)
      blockShape = groups
      along = shape[axis]
      inner = try BlockLayout.product(of: shape[(axis + 1)...], in: shape)
    }
    blockCount = try BlockLayout.product(of: blockShape, in: shape)
  }

  /// The layout of so many elements in one dimension, with one encoding for all.
  ///
  /// - Precondition: the number is not negative.
  public init(elementCount: Int) {
    precondition(elementCount >= 0, "there is no negative number of elements")
    shape = [elementCount]
    granularity = .perTensor
    self.elementCount = elementCount
    blockShape = []
    blockCount = 1
    along = 1
    inner = elementCount
  }

  /// The block of an element, elements being counted in row-major order.
  ///
  /// - Precondition: `0 ≤ element < elementCount`.
  public func block(ofElement element: Int) -> Int {
    precondition((0..<elementCount).contains(element), "no such element")
    switch granularity {
    case .perTensor: return 0
    case .perChannel: return element / inner % along
    case .perGroup:
      let size = groupLength
      let groups = (along + size - 1) / size
      let outerIndex = element / (inner * along)
      let group = element / inner % along / size
      return (outerIndex * groups + group) * inner + element % inner
    }
  }

  /// The elements of a block as runs of neighbours, each `start, start + 1, … start + length − 1`.
  ///
  /// - Precondition: `0 ≤ block < blockCount`.
  public func forEachRun(ofBlock block: Int, _ body: (_ start: Int, _ length: Int) -> Void) {
    precondition((0..<blockCount).contains(block), "no such block")
    guard elementCount > 0 else { return }
    switch granularity {
    case .perTensor: body(0, elementCount)
    case .perChannel:
      for start in stride(from: block * inner, to: elementCount, by: along * inner) {
        body(start, inner)
      }
    case .perGroup:
      let size = groupLength
      let groups = (along + size - 1) / size
      let group = block / inner % groups
      let first = (block / (inner * groups) * along + group * size) * inner + block % inner
      let length = min(size, along - group * size)
      if inner == 1 {
        body(first, length)
      } else {
        for step in 0..<length { body(first + step * inner, 1) }
      }
    }
  }

  /// How many elements of a group lie along the axis, the last one aside; it may be asked to be any
  /// number longer than the axis.
  var groupLength: Int {
    guard case .perGroup(_, let size) = granularity else { return along }
    return min(size, max(along, 1))
  }

  /// The product of some dimensions of `shape`, checked.
  private static func product(
    of dimensions: some Sequence<Int>, in shape: [Int]
  ) throws(GranularityError) -> Int {
    // A zero anywhere makes the product zero, whatever the others are.
    guard shape.allSatisfy({ $0 >= 0 }) else { throw .shapeNotRepresentable(shape) }
    var product = 1
    for dimension in dimensions {
      let (result, overflow) = product.multipliedReportingOverflow(by: dimension)
      guard !overflow else { throw .shapeNotRepresentable(shape) }
      product = result
    }
    return product
  }
}
