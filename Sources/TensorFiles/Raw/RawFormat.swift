import QuantizationEngine

extension TensorFileFormat {
  /// Values and nothing else, in row-major order, least significant byte first unless the person
  /// says otherwise.
  static let raw = TensorFileFormat(
    signature: [], fileExtension: "", tensors: rawTensors,
    takesType: true)

  /// The one tensor of a headerless file.
  ///
  /// With no shape it has one dimension with as many elements as the file holds; with a shape the
  /// file must hold exactly that many bytes. Elements of fewer than 8 bits lie without gaps, the
  /// first in the lowest bits of the first byte; bits that are left over in the last byte are nobody's.
  @Sendable
  private static func rawTensors(
    _ file: MappedFile, _ layout: RawLayout
  ) throws(TensorFileError) -> [StoredTensor] {
    let elementType = layout.elementType ?? .float32
    let isPacked = elementType.bitCount < 8
    guard file.byteCount > 0 else {
      throw .empty(path: file.path, elementType: elementType)
    }
    guard isPacked || file.byteCount.isMultiple(of: elementType.byteCount) else {
      throw .partialElement(path: file.path, byteCount: file.byteCount, elementType: elementType)
    }
    let count = elementCount(elementType, in: file.byteCount)
    let shape = try layout.shape(ofCount: count, path: file.path) ?? [count]
    let name = FileName(path: file.path).base
    let description =
      isPacked
      ? TensorDescription(name: name, packed: elementType, shape: shape)
      : TensorDescription(name: name, elementType: elementType, shape: shape)
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
        description: description, file: file, start: 0,
        form: isPacked
          ? .packed(PackedElements(bitCount: elementType.bitCount))
          : .elements(layout.byteOrder ?? .little, .rowMajor))
    ]
  }

  /// How many elements some bytes hold; those of fewer than 8 bits without gaps.
  private static func elementCount(_ type: ElementType, in byteCount: Int) -> Int {
    guard type.bitCount < 8 else { return byteCount / type.byteCount }
    // By parts, so that the number of bits need not be counted.
    let (whole, rest) = byteCount.quotientAndRemainder(dividingBy: type.bitCount)
    return whole * 8 + rest * 8 / type.bitCount
  }
}

extension RawLayout {
  /// The most dimensions a tensor may have; numpy's own limit.
  static let maximumDimensions = 64

  /// The shape asked for, where one is: each dimension could be one, and a -1 is worked out.
  ///
  /// - Parameters:
  ///   - count: How many elements there are.
  ///   - path: What a sentence begins with.
  /// - Returns: Dimensions of 0 or more, not always of so many elements; nil where none is asked for.
  /// - Throws: ``TensorFileError/negativeLayout(path:shape:axis:)``, `layoutRank`, and
  ///   `layoutRemainder` where no dimension makes up for a -1.
  func shape(ofCount count: Int, path: String) throws(TensorFileError) -> [Int]? {
    guard var shape else { return nil }
    guard shape.count <= Self.maximumDimensions else {
      throw .layoutRank(path: path, dimensions: shape.count, limit: Self.maximumDimensions)
    }
    let open = shape.firstIndex(of: -1)
    if let axis = shape.indices.first(where: { shape[$0] < 0 && $0 != open }) {
      throw .negativeLayout(path: path, shape: shape, axis: axis)
    }
    guard let open else { return shape }
    shape[open] = 1
    let others = TensorDescription.elementCount(of: shape, elementByteCount: 1) ?? 0
    guard others > 0, count.isMultiple(of: others) else {
      shape[open] = -1
      throw .layoutRemainder(path: path, shape: shape, elementCount: count)
    }
    shape[open] = count / others
    return shape
  }
}
