import QuantizationEngine

/// What an `.npy` holds: its one tensor, and where and how the values lie behind the header.
struct NpyTensor {
  /// What the program is told.
  let description: TensorDescription
  /// Where the values begin, counted from the signature.
  let start: Int
  /// How the values lie.
  let form: StoredForm

  /// The tensor of a source, every size checked against the bytes there are.
  ///
  /// - Throws: ``TensorFileError``, the cases about `.npy` and about the layout asked for.
  init(_ source: NpySource, layout: RawLayout) throws(TensorFileError) {
    let (header, end) = try source.header()
    let stored = header.shape
    let itemByteCount = header.element.byteCount ?? layout.elementType?.byteCount ?? 1
    guard
      let count = TensorDescription.elementCount(
        of: stored, elementByteCount: max(itemByteCount, 1))
    else {
      throw .headerTooLarge(
        path: source.place, shape: stored, itemByteCount: itemByteCount,
        position: header.shapePosition)
    }
    let elementType = try Self.elementType(of: header, layout: layout, path: source.place)
    let shape = try Self.shape(of: header, count: count, layout: layout, path: source.place)
    let description = TensorDescription(
      name: source.name, elementType: elementType, shape: shape)
    guard let description else {
      throw .layoutTooLarge(path: source.place, shape: shape, elementType: elementType)
    }
    let found = source.byteCount - end
    guard found == description.byteCount else {
      throw .dataSize(
        path: source.place, shape: stored, elementType: elementType,
        expected: description.byteCount, found: found, position: end)
    }
    self.description = description
    start = end
    form = .elements(
      layout.byteOrder ?? header.element.byteOrder,
      header.isFortranOrder ? .columnMajor(shape: stored) : .rowMajor)
  }

  /// The type the items are read as: the person's if it has their size, else the file's.
  private static func elementType(
    of header: NpyHeader, layout: RawLayout, path: String
  ) throws(TensorFileError) -> ElementType {
    guard let asked = layout.elementType else {
      return try header.element.elementType(
        descr: header.descr, path: path, position: header.descrPosition)
    }
    // Where the file does not say their size, it follows from how many bytes there are.
    if let byteCount = header.element.byteCount, byteCount != asked.byteCount {
      throw .elementSize(path: path, asked: asked, descr: header.descr, byteCount: byteCount)
    }
    return asked
  }

  /// The shape the tensor is given: the person's if it has as many elements, else the file's.
  private static func shape(
    of header: NpyHeader, count: Int, layout: RawLayout, path: String
  ) throws(TensorFileError) -> [Int] {
    guard let asked = try layout.shape(ofCount: count, path: path) else { return header.shape }
    guard TensorDescription.elementCount(of: asked, elementByteCount: 1) == count else {
      throw .elementCount(path: path, asked: asked, stored: header.shape)
    }
    return asked
  }
}
