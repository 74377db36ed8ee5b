import QuantizationEngine

/// A tensor of a checkpoint: its name, and the view of a storage that it is.
struct TorchTensor {
  /// The name.
  let name: String
  /// The view.
  let view: TorchView
  /// Where in the pickle it is described.
  let position: Int

  /// How many elements there may be of a tensor that repeats those of its storage.
  static let repeatedLimit = 1 << 28

  /// The tensor in the bytes of its storage.
  ///
  /// - Throws: ``TorchFault``, the cases about a tensor.
  func stored(in bytes: TorchPlace, byteOrder: ByteOrder) throws(TorchFault) -> StoredTensor {
    let storage = view.storage
    guard !storage.isMeta else { throw .unread(name: name, .meta, position: position) }
    guard view.shape.count <= TorchView.rankLimit, view.shape.count == view.strides.count,
      let count = view.elementCount, let extent = view.extent
    else { throw numbersFault }
    guard bytes.byteCount == storage.fullByteCount else {
      throw .storageSize(
        name: name, key: storage.key, expected: storage.fullByteCount, found: bytes.byteCount,
        position: position)
    }
    let steps = storage.items.count * storage.type.byteCount * 8 / view.type.stepBitCount
    let (end, overflow) = view.offset.addingReportingOverflow(extent)
    guard !overflow, extent == 0 || end <= steps else {
      throw .outside(
        name: name, end: overflow ? Int.max : end, available: steps, position: position)
    }
    guard count <= max(steps, Self.repeatedLimit) else {
      throw .repeated(
        name: name, elementCount: count, limit: max(steps, Self.repeatedLimit),
        position: position)
    }
    guard let type = view.type.elementType else {
      throw .undecoded(name: name, type: view.type.rawValue, position: position)
    }
    let description =
      view.type.isPacked
      ? TensorDescription(name: name, packed: type, shape: view.elementShape)
      : TensorDescription(name: name, elementType: type, shape: view.shape)
    guard let description else { throw numbersFault }
    // Of a tensor without elements any place is as good, even one past the end.
    let first =
      extent == 0
      ? 0
      : storage.items.lowerBound * storage.type.byteCount * 8 + view.offset * view.type.stepBitCount
    return StoredTensor(
      description: description, file: bytes.file, start: bytes.start + first / 8,
      form: try form(type, byteOrder, isWhole: first.isMultiple(of: 8)), deflated: bytes.deflated)
  }

  /// How the elements lie.
  private func form(
    _ type: ElementType, _ byteOrder: ByteOrder, isWhole: Bool
  ) throws(TorchFault) -> StoredForm {
    if view.type.isPacked {
      guard view.isRowMajor, isWhole else {
        throw .scattered(name: name, type: view.type.rawValue, position: position)
      }
      return .packed(PackedElements(bitCount: type.bitCount))
    }
    if view.isRowMajor { return .elements(byteOrder, .rowMajor) }
    if view.isColumnMajor { return .elements(byteOrder, .columnMajor(shape: view.shape)) }
    return .strided(byteOrder, StridedWalk(shape: view.shape, steps: view.strides))
  }

  private var numbersFault: TorchFault {
    .numbers(
      name: name, shape: view.shape, strides: view.strides, offset: view.offset,
      position: position)
  }
}
