import QuantizationEngine

extension TensorFileFormat {
  /// What numpy's `save` writes: a signature, a version, a header as a Python dictionary, values.
  ///
  ///     bytes 0–5    93 4E 55 4D 50 59
  ///     bytes 6–7    version: 1.0, 2.0 or 3.0
  ///     bytes 8–9    length of the header, little-endian (bytes 8–11 from version 2.0 on)
  ///     then         the header, then exactly the values
  ///
  /// Source: numpy, `numpy/lib/_format_impl.py`. Stricter than numpy in three ways: a key given
  /// twice, bytes behind the values, and a list where a tuple belongs are errors.
  static let npy = TensorFileFormat(
    signature: [0x93] + Array("NUMPY".utf8), fileExtension: "npy", tensors: npyTensors)

  /// The longest header that is read.
  ///
  /// numpy stops at 10 000 characters unless told otherwise; the headers past that are of
  /// structured types, which are refused here with a better sentence than "too long".
  static let maximumNpyHeader = 1 << 20

  /// The one tensor of an `.npy` file.
  @Sendable
  private static func npyTensors(
    _ file: MappedFile, _ layout: RawLayout
  ) throws(TensorFileError) -> [StoredTensor] {
    let range = try npyHeaderRange(file)
    let literal = try PythonLiteralParser.literal(
      in: file.bytes(in: range), at: range.lowerBound, path: file.path)
    let header = try NpyHeader(literal, path: file.path)

    let stored = header.shape
    guard
      let count = TensorDescription.elementCount(
        of: stored, elementByteCount: max(header.element.byteCount, 1))
    else {
      throw .headerTooLarge(
        path: file.path, shape: stored, itemByteCount: header.element.byteCount,
        position: header.shapePosition)
    }
    let elementType = try elementType(of: header, layout: layout, path: file.path)
    let shape = try shape(of: header, count: count, layout: layout, path: file.path)
    let description = TensorDescription(
      name: FileName(path: file.path).base, elementType: elementType, shape: shape)
    guard let description else {
      throw .layoutTooLarge(path: file.path, shape: shape, elementType: elementType)
    }
    let found = file.byteCount - range.upperBound
    guard found == description.byteCount else {
      throw .dataSize(
        path: file.path, shape: stored, elementType: elementType,
        expected: description.byteCount, found: found, position: range.upperBound)
    }
    return [
      StoredTensor(
        description: description, file: file, start: range.upperBound,
        form: .elements(
          header.element.byteOrder,
          header.isFortranOrder ? .columnMajor(shape: stored) : .rowMajor))
    ]
  }

  /// Where the header lies, its length checked against the file.
  private static func npyHeaderRange(
    _ file: MappedFile
  ) throws(TensorFileError) -> Range<Int> {
    let prefix = file.bytes(in: 0..<min(12, file.byteCount))
    let found = Array(prefix.prefix(npy.signature.count))
    // A file that ends within the signature is short, one that differs is something else.
    guard npy.signature.starts(with: found) else {
      throw .notNpy(path: file.path, found: found, expected: npy.signature)
    }
    guard prefix.count >= 10 else {
      throw .npyTooShort(path: file.path, expected: 10, found: prefix.count)
    }
    guard (1...3).contains(prefix[6]), prefix[7] == 0 else {
      throw .npyVersion(path: file.path, major: prefix[6], minor: prefix[7], position: 6)
    }
    let start = prefix[6] == 1 ? 10 : 12
    guard prefix.count >= start else {
      throw .npyTooShort(path: file.path, expected: start, found: prefix.count)
    }
    let length = prefix[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= file.byteCount - start else {
      throw .headerPastEnd(
        path: file.path, expected: length, found: file.byteCount - start, position: 8)
    }
    guard length <= maximumNpyHeader else {
      throw .headerTooLong(path: file.path, limit: maximumNpyHeader, found: length, position: 8)
    }
    return start..<start + length
  }

  /// The type the items are read as: the person's if it has their size, else the file's.
  private static func elementType(
    of header: NpyHeader, layout: RawLayout, path: String
  ) throws(TensorFileError) -> ElementType {
    guard let asked = layout.elementType else {
      guard let elementType = header.element.elementType else {
        throw .untypedElements(
          path: path, descr: header.descr, byteCount: header.element.byteCount,
          position: header.descrPosition)
      }
      return elementType
    }
    guard asked.byteCount == header.element.byteCount else {
      throw .elementSize(
        path: path, asked: asked, descr: header.descr, byteCount: header.element.byteCount)
    }
    return asked
  }

  /// The shape the tensor is given: the person's if it has as many elements, else the file's.
  private static func shape(
    of header: NpyHeader, count: Int, layout: RawLayout, path: String
  ) throws(TensorFileError) -> [Int] {
    guard let asked = layout.shape else { return header.shape }
    try layout.checkShape(path: path)
    guard TensorDescription.elementCount(of: asked, elementByteCount: 1) == count else {
      throw .elementCount(path: path, asked: asked, stored: header.shape)
    }
    return asked
  }
}
