import QuantizationEngine

/// A tensor as a view of a storage.
///
/// The element at i₀…iₙ₋₁ is the storage's item `offset + i₀·stride₀ + … + iₙ₋₁·strideₙ₋₁`.
struct TorchView: Sendable {
  /// The storage.
  let storage: TorchStorage
  /// The type of the elements, which may be another than that of the storage's items.
  let type: TorchType
  /// The item of the first element, counted in elements of `type`.
  let offset: Int
  /// The dimensions, the slowest first.
  let shape: [Int]
  /// How far apart neighbours along each of them are, in elements.
  let strides: [Int]

  /// The view that the arguments of a call describe.
  ///
  /// - Throws: ``TorchFault/arguments(name:position:)`` where they describe none.
  init(
    _ arguments: [PickleValue], of rebuild: TorchRebuild, in graph: PickleGraph, name: String,
    position: Int = 0
  ) throws(TorchFault) {
    guard arguments.count >= 4, let storage = TorchStorage(arguments[0], in: graph),
      case .integer(let offset) = arguments[1], let shape = Self.integers(arguments[2], in: graph),
      let strides = Self.integers(arguments[3], in: graph)
    else { throw .arguments(name: name, position: position) }
    self.storage = storage
    self.offset = offset
    self.shape = shape
    self.strides = strides
    guard rebuild == .typed else {
      type = storage.type
      return
    }
    guard arguments.count >= 7, let global = graph.global(arguments[6]) else {
      throw .arguments(name: name, position: position)
    }
    guard let type = TorchType(global: global) else {
      throw .type(name: name, type: global, position: position)
    }
    self.type = type
  }

  /// The whole numbers of a sequence, or of a `torch.Size`.
  private static func integers(_ value: PickleValue, in graph: PickleGraph) -> [Int]? {
    guard let node = graph.node(value), node.kind == .call(PickleGlobal("torch.Size")),
      let items = node.items.first
    else { return graph.integers(value, limit: rankLimit + 1) }
    return graph.integers(items, limit: rankLimit + 1)
  }

  /// How many dimensions there may be.
  static let rankLimit = 64

  /// The dimensions in elements: a pair in a byte is two of them.
  var elementShape: [Int] {
    guard type == .float4Pair, let last = shape.last else { return shape }
    let (pairs, overflow) = last.multipliedReportingOverflow(by: 2)
    return shape.dropLast() + [overflow ? -1 : pairs]
  }

  /// How many elements there are; nil where their bytes cannot be counted.
  var elementCount: Int? {
    TensorDescription.elementCount(
      of: elementShape, elementByteCount: max(type.byteCount, 8))
  }

  /// How many elements from the first one on the view reaches over: 0 where there is no element.
  ///
  /// - Returns: nil where a number is negative, or they cannot be counted.
  var extent: Int? {
    guard offset >= 0, shape.allSatisfy({ $0 >= 0 }), strides.allSatisfy({ $0 >= 0 }) else {
      return nil
    }
    guard !shape.contains(0) else { return 0 }
    var last = 0
    for (dimension, stride) in zip(shape, strides) {
      let (step, stepOverflow) = (dimension - 1).multipliedReportingOverflow(by: stride)
      let (sum, overflow) = last.addingReportingOverflow(step)
      guard !stepOverflow, !overflow else { return nil }
      last = sum
    }
    return last == .max ? nil : last + 1
  }

  /// Whether the elements lie one after another in row-major order.
  var isRowMajor: Bool { lies(in: shape.indices.reversed()) }

  /// Whether the elements lie one after another in column-major order.
  var isColumnMajor: Bool { lies(in: shape.indices) }

  private func lies(in axes: some Sequence<Int>) -> Bool {
    var expected = 1
    for axis in axes where shape[axis] != 1 {
      guard strides[axis] == expected else { return false }
      expected *= max(shape[axis], 1)
    }
    return true
  }
}
