import QuantizationEngine

/// A constant of a model, or a tensor that might be one and of which too much is wrong.
struct TFLiteConstant {
  /// The name of its graph.
  let subgraph: String
  /// The place of its graph among those of the model.
  let number: Int
  /// Its place among the tensors of the graph, which LiteRT calls its index.
  let index: Int
  /// The bytes of its name.
  private(set) var name: [UInt8] = []
  /// What its elements stand for.
  var meaning = TFLiteMeaning.themselves
  /// What is in the way of reading it.
  var fault: TFLiteTensorFault?

  private var position = 0
  private var type: TFLiteType?
  private var isSparse = false
  private var shape = [0]
  private var contents = 0..<0

  /// How many dimensions a tensor may have.
  static let rankLimit = 64

  /// A tensor of which nothing is read yet.
  init(subgraph: String, number: Int, index: Int) {
    self.subgraph = subgraph
    self.number = number
    self.index = index
  }

  /// Reads what is said about it, and returns whether it is a constant.
  mutating func read(
    _ tensor: TFLiteTensor, buffers: FlatBufferVector, _ budget: inout TFLiteBudget
  ) throws(TFLiteTensorFault) -> Bool {
    position = tensor.position
    let text = try tensor.name
    budget.count(bytes: text?.count ?? 0)
    name = text?.integers(UInt8.self) ?? []
    type = try tensor.type
    let dimensions = try tensor.shape
    let rank = dimensions?.count ?? 0
    guard rank <= Self.rankLimit else { throw .rank(found: rank, limit: Self.rankLimit) }
    shape = dimensions?.integers(Int32.self).map { Int($0) } ?? []

    let external = try tensor.externalBuffer
    guard external == 0 else { throw .external(number: external) }
    guard let bytes = try TFLiteContents.bytes(ofBuffer: try tensor.buffer, in: buffers) else {
      return false
    }
    // Converters of old gave what is made as the model runs a buffer of no bytes.
    guard !bytes.isEmpty || shape.contains(0) else { return false }
    contents = bytes
    guard try !tensor.isVariable else { throw .variable }
    isSparse = try tensor.isSparse
    return true
  }

  /// Its elements as they lie in the file, under a name.
  func codes(
    named name: String, in file: MappedFile
  ) throws(TFLiteTensorFault) -> StoredTensor {
    if let axis = shape.firstIndex(where: { $0 < 0 }) {
      throw .negativeDimension(found: shape[axis], axis: axis)
    }
    guard !isSparse else { throw .sparse(storedAs: typeName) }
    guard let elementType = type?.elementType else { throw .notRead(storedAs: typeName) }
    let isPacked = elementType.bitCount < 8
    let description =
      isPacked
      ? TensorDescription(name: name, packed: elementType, shape: shape)
      : TensorDescription(name: name, elementType: elementType, shape: shape)
    guard let description else { throw .tooLarge(storedAs: typeName, shape: shape) }
    guard description.byteCount == contents.count else {
      throw .byteCount(
        storedAs: typeName, shape: shape, expected: description.byteCount, found: contents.count)
    }
    return StoredTensor(
      description: description, file: file, start: contents.lowerBound,
      form: isPacked
        ? .packed(PackedElements(bitCount: elementType.bitCount)) : .elements(.little, .rowMajor))
  }

  /// The constant under a name; with the reason where it is not read, which begins with a path.
  func stored(named name: String, in file: MappedFile, path: String) -> StoredTensor {
    do throws(TFLiteTensorFault) {
      if let fault { throw fault }
      return meaning.tensor(of: try codes(named: name, in: file))
    } catch {
      let fault = TFLiteFault.tensor(name: name, position: position, error)
      return StoredTensor(
        description: unreadDescription(named: name), file: file, start: 0,
        form: .unread(.tflite(path: path, fault)))
    }
  }

  private var typeName: String { type?.name ?? "unknown" }

  /// What is listed of a constant that is not read: without elements where they cannot be counted.
  private func unreadDescription(named name: String) -> TensorDescription {
    let count = TensorDescription.elementCount(of: shape, elementByteCount: 16)
    return TensorDescription(
      name: name, elementType: type?.elementType ?? .uint8,
      storedAs: isSparse ? typeName + " sparse" : typeName, shape: count == nil ? [0] : shape,
      elementCount: count ?? 0, byteCount: contents.count)
  }
}
