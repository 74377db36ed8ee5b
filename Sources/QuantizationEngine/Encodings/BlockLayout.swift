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
  /// The shape of the scales; that of one where there are channels without elements.
  public let blockShape: [Int]
  /// How many encodings the tensor needs: the product of ``blockShape``.
  public let blockCount: Int

  /// How many elements lie along the axis.
  let along: Int
  /// How many elements lie behind each step along the axis.
  let inner: Int

  /// The layout of a tensor's elements in blocks.
  ///
  /// Edge cases: a tensor without elements has one block, however many channels or groups its shape
  /// speaks of, and none where it has no channels. A 0-dimensional tensor has no axis.
  ///
  /// - Throws: ``GranularityError`` where the axis or the group size does not fit.
  public init(shape: [Int], granularity: Granularity) throws(GranularityError) {
    self.shape = shape
    self.granularity = granularity
    elementCount = try BlockLayout.product(of: shape, in: shape)
    var (along, inner) = (1, elementCount)
    var scales: [Int] = []
    switch granularity {
    case .perTensor: break
    case .perChannel(let axis):
      guard shape.indices.contains(axis) else {
        throw .axisOutOfRange(axis: axis, shape: shape)
      }
      along = shape[axis]
      inner = try BlockLayout.product(of: shape[(axis + 1)...], in: shape)
      scales = [along]
    case .perGroup(let axis, let size):
      guard shape.indices.contains(axis) else {
        throw .axisOutOfRange(axis: axis, shape: shape)
      }
      guard size >= 1 else { throw .groupSizeNotPositive(size) }
      along = shape[axis]
      inner = try BlockLayout.product(of: shape[(axis + 1)...], in: shape)
      scales = shape
      scales[axis] = along / size + (along.isMultiple(of: size) ? 0 : 1)
    }
    // Nothing bounds the other dimensions where one is 0.
    let isEmpty = elementCount == 0
    self.along = isEmpty ? 1 : along
    self.inner = isEmpty ? 0 : inner
    blockShape = isEmpty && !scales.contains(0) ? [] : scales
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

  /// The layout of so many channels of one element.
  init(blockCount: Int) {
    shape = [blockCount]
    granularity = .perChannel(axis: 0)
    elementCount = blockCount
    blockShape = [blockCount]
    self.blockCount = blockCount
    along = blockCount
    inner = 1
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
