import QuantizationEngine

/// The tensors of a model put where their values lie, those that cannot be read with the reason.
struct ONNXPlacing {
  /// The file of the model.
  let file: MappedFile
  /// The files beside it.
  private var companions: ONNXCompanions
  /// Where numbers are kept that were decoded.
  private let shelf = InflatedShelf()

  /// A model whose tensors are to be placed.
  init(_ file: MappedFile) {
    self.file = file
    companions = ONNXCompanions(file)
  }

  /// A tensor under a name, read where it lies, or listed and not read.
  mutating func placed(_ tensor: ONNXTensor, name: String) -> StoredTensor {
    do throws(ONNXFault) {
      let shape = try shape(of: tensor, name)
      guard case .real(let type) = tensor.type else {
        return unread(Self.fault(of: tensor, name), name, tensor.type, shape)
      }
      guard let description = Self.description(name, type, shape) else {
        throw .tooLarge(name: name, shape: shape, position: tensor.message.lowerBound)
      }
      do throws(ONNXFault) {
        return try placed(tensor, description)
      } catch {
        return StoredTensor(
          description: description, file: file, start: 0,
          form: .unread(.onnx(path: file.path, error)))
      }
    } catch {
      return unread(error, name, tensor.type, nil)
    }
  }

  /// Numbers of an attribute under a name, in one dimension or as a single one.
  func placed(
    _ numbers: ProtobufNumbers, _ type: ElementType, shape: [Int], name: String
  ) -> StoredTensor {
    guard let description = TensorDescription(name: name, elementType: type, shape: shape) else {
      return unread(
        .tooLarge(name: name, shape: shape, position: numbers.message.lowerBound), name,
        .real(type), nil)
    }
    return placed(numbers, numbers.extent(in: file), description, numberByteCount: type.byteCount)
  }

  /// A single number of an attribute that lies in the file as it is; nil if it is not there.
  func placed(_ bytes: Range<Int>?, _ type: ElementType, name: String) -> StoredTensor? {
    guard let bytes,
      let description = TensorDescription(name: name, elementType: type, shape: []),
      description.byteCount == bytes.count
    else { return nil }
    return StoredTensor(
      description: description, file: file, start: bytes.lowerBound,
      form: Self.form(description))
  }

  /// A row for something that is listed and not read.
  func unread(_ fault: ONNXFault, _ name: String, _ type: ONNXType, _ shape: [Int]?) -> StoredTensor
  {
    // What would take 16 bytes an element can be counted if complex128 can.
    let count = shape.flatMap { TensorDescription.elementCount(of: $0, elementByteCount: 16) }
    let elementType: ElementType = if case .real(let type) = type { type } else { .float32 }
    return StoredTensor(
      description: TensorDescription(
        name: name, elementType: elementType, storedAs: type.storedAs,
        shape: count == nil ? [0] : shape ?? [0], elementCount: count ?? 0, byteCount: 0),
      file: file, start: 0, form: .unread(.onnx(path: file.path, fault)))
  }

  // MARK: Where the values lie

  private mutating func placed(
    _ tensor: ONNXTensor, _ description: TensorDescription
  ) throws(ONNXFault) -> StoredTensor {
    let name = description.name
    let position = tensor.message.lowerBound
    guard String(validating: tensor.name, as: UTF8.self) != nil else {
      throw .nameEncoding(name: name, position: position)
    }
    guard !tensor.isSegment else { throw .segment(name: name, position: position) }
    if tensor.isExternal {
      return try companions.placed(tensor, description, form: Self.form(description))
    }
    if let raw = tensor.raw {
      guard raw.count == description.byteCount else {
        throw .byteCount(
          name: name, .raw, expected: description.byteCount, found: raw.count, position: position)
      }
      return StoredTensor(
        description: description, file: file, start: raw.lowerBound,
        form: Self.form(description))
    }
    return try placedTyped(tensor, description)
  }

  private func placedTyped(
    _ tensor: ONNXTensor, _ description: TensorDescription
  ) throws(ONNXFault) -> StoredTensor {
    let field = ONNXValueField(typedFor: description.elementType)
    guard let (number, kind) = field.numbers else { return placedNowhere(description) }
    let numbers = ProtobufNumbers(message: tensor.message, field: number, kind: kind)
    let extent = numbers.extent(in: file)
    let position = tensor.message.lowerBound
    // A number is an element, or a byte of several; an element of 6 bits has a number of its own.
    let hasSixBits = description.elementType.bitCount == 6
    let description = hasSixBits ? description.withBytesForEach ?? description : description
    let size = description.elementType.byteCount
    let count = description.byteCount / size
    guard extent.runCount > 0 || count == 0 else {
      throw .noValues(name: description.name, field, position: position)
    }
    // How many numbers of as many bytes as they need there are is only known once they are read.
    let allowed = kind.byteCount.map { count * $0...count * $0 } ?? count...max(count, 10 * count)
    guard extent.isWhole, allowed.contains(extent.byteCount) else {
      throw .numberCount(
        name: description.name, field, expected: count, byteCount: extent.byteCount,
        position: position)
    }
    return placed(numbers, extent, description, numberByteCount: size)
  }

  private func placed(
    _ numbers: ProtobufNumbers, _ extent: ProtobufNumbers.Extent,
    _ description: TensorDescription, numberByteCount: Int
  ) -> StoredTensor {
    if let unbroken = extent.unbroken, numbers.kind.byteCount == numberByteCount {
      return StoredTensor(
        description: description, file: file, start: unbroken.lowerBound,
        form: Self.form(description))
    }
    guard description.byteCount > 0 else { return placedNowhere(description) }
    let maker = ONNXDecodedNumbers(
      numbers, in: file, of: description, numberByteCount: numberByteCount, shelf: shelf)
    return StoredTensor(
      description: description, file: file, start: 0, form: Self.form(description),
      deflated: maker)
  }

  /// A tensor without bytes.
  private func placedNowhere(_ description: TensorDescription) -> StoredTensor {
    StoredTensor(description: description, file: file, start: 0, form: Self.form(description))
  }

  // MARK: What a tensor is

  private func shape(of tensor: ONNXTensor, _ name: String) throws(ONNXFault) -> [Int] {
    let position = tensor.message.lowerBound
    guard tensor.dimensions.count <= ONNXTensor.rankLimit else {
      throw .rank(name: name, limit: ONNXTensor.rankLimit, position: position)
    }
    if let axis = tensor.dimensions.firstIndex(where: { $0 < 0 }) {
      throw .negative(
        name: name, dimension: tensor.dimensions[axis], axis: axis, position: position)
    }
    return tensor.dimensions.map(Int.init)
  }

  /// What is in the way of a type that is not read.
  private static func fault(of tensor: ONNXTensor, _ name: String) -> ONNXFault {
    let position = tensor.message.lowerBound
    return switch tensor.type {
    case .undefined: .undefinedType(name: name, position: position)
    case .unknown(let number): .unknownType(name: name, found: number, position: position)
    case .real, .notReal:
      .notReal(name: name, storedAs: tensor.type.storedAs, position: position)
    }
  }

  private static func description(
    _ name: String, _ type: ElementType, _ shape: [Int]
  ) -> TensorDescription? {
    // Numbers of 10 bytes must be countable as well.
    guard TensorDescription.elementCount(of: shape, elementByteCount: 16) != nil else { return nil }
    return type.bitCount < 8
      ? TensorDescription(name: name, packed: type, shape: shape)
      : TensorDescription(name: name, elementType: type, shape: shape)
  }

  /// How the bytes of a tensor lie: little-endian, types of fewer than 8 bits without gaps.
  static func form(_ description: TensorDescription) -> StoredForm {
    description.byteCount < description.elementCount || description.elementType.bitCount < 6
      ? .packed(PackedElements(bitCount: description.elementType.bitCount))
      : .elements(.little, .rowMajor)
  }
}

extension TensorDescription {
  /// The same tensor with a byte for each element, however few of its bits there are.
  fileprivate var withBytesForEach: TensorDescription? {
    TensorDescription(name: name, elementType: elementType, shape: shape)
  }
}
