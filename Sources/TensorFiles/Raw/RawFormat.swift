import QuantizationEngine

extension TensorFileFormat {
  /// Values and nothing else, least significant byte first, in row-major order.
  static let raw = TensorFileFormat(signature: [], fileExtension: "", tensors: rawTensors)

  /// The one tensor of a headerless file.
  ///
  /// With no shape it has one dimension with as many elements as the file holds; with a shape the
  /// file must hold exactly that many bytes.
  @Sendable
  private static func rawTensors(
    _ file: MappedFile, _ layout: RawLayout
  ) throws(TensorFileError) -> [StoredTensor] {
    let elementType = layout.elementType ?? .float32
    try layout.checkShape(path: file.path)
    guard file.byteCount > 0 else {
      throw .empty(path: file.path, elementType: elementType)
    }
    guard file.byteCount.isMultiple(of: elementType.byteCount) else {
      throw .partialElement(path: file.path, byteCount: file.byteCount, elementType: elementType)
    }
    let shape = layout.shape ?? [file.byteCount / elementType.byteCount]
    let name = FileName(path: file.path).base
    let description = TensorDescription(name: name, elementType: elementType, shape: shape)
    guard let description else {
      throw .layoutTooLarge(path: file.path, shape: shape, elementType: elementType)
    }
    guard description.byteCount == file.byteCount else {
      throw .rawSize(
        path: file.path, shape: shape, elementType: elementType,
        expected: description.byteCount, found: file.byteCount)
    }
    return [
      StoredTensor(
        description: description, file: file, start: 0, form: .elements(.little, .rowMajor))
    ]
  }
}

extension RawLayout {
  /// The most dimensions a tensor may have; numpy's own limit.
  static let maximumDimensions = 64

  /// Throws unless every dimension could be one.
  ///
  /// - Throws: ``TensorFileError/negativeLayout(path:shape:axis:)`` and
  ///   ``TensorFileError/layoutRank(path:dimensions:limit:)``.
  func checkShape(path: String) throws(TensorFileError) {
    guard let shape else { return }
    guard shape.count <= Self.maximumDimensions else {
      throw .layoutRank(path: path, dimensions: shape.count, limit: Self.maximumDimensions)
    }
    if let axis = shape.firstIndex(where: { $0 < 0 }) {
      throw .negativeLayout(path: path, shape: shape, axis: axis)
    }
  }
}
