/// The elements of a tensor as they lie in the file, for those who want every element and no array.
///
/// Elements are counted in the order of the file, which is row-major over ``shape`` or, for a
/// Fortran order, column-major over it. What has been read can be released, so that going through a
/// file of any size maps no more than the pieces that are being read.
///
///     let elements = try file.storedElements(of: 0)
///     elements.withBytes(of: 0..<1000) { bytes in … }
///     elements.release(0..<1000)
public struct StoredElements: Sendable {
  /// The type of the elements.
  public let elementType: ElementType
  /// The order of the bytes of an element.
  public let byteOrder: ByteOrder
  /// The order of the elements.
  public let elementOrder: ElementOrder
  /// The shape of which `elementOrder` speaks.
  public let shape: [Int]
  /// How many elements there are.
  public let count: Int

  private let start: Int
  private let file: MappedFile

  init(_ stored: StoredTensor, of file: MappedFile) {
    elementType = stored.description.elementType
    byteOrder = stored.byteOrder
    elementOrder = stored.elementOrder
    count = stored.description.elementCount
    start = stored.start
    self.file = file
    shape =
      switch stored.elementOrder {
      case .rowMajor: stored.description.shape
      case .columnMajor(let shape): shape
      }
  }

  /// What `body` makes of the bytes of some elements, read where they lie.
  ///
  /// The bytes have no alignment. Several threads may read at once.
  ///
  /// - Precondition: `elements` lies within `0..<count`.
  public func withBytes<Result>(
    of elements: Range<Int>, _ body: (RawSpan) -> Result
  ) -> Result {
    unsafe file.withUnsafeBytes(in: bytes(of: elements)) { unsafe body($0.bytes) }
  }

  /// Lets the system take back the memory under some elements, until they are read again.
  ///
  /// Only pages that lie wholly under them are released, and their neighbours may be read meanwhile.
  ///
  /// - Precondition: `elements` lies within `0..<count`.
  public func release(_ elements: Range<Int>) {
    file.release(bytes(of: elements))
  }

  private func bytes(of elements: Range<Int>) -> Range<Int> {
    precondition(
      elements.lowerBound >= 0 && elements.upperBound <= count, "elements lie within the tensor")
    let size = elementType.byteCount
    return start + elements.lowerBound * size..<start + elements.upperBound * size
  }
}

extension TensorFile {
  /// The elements of a tensor as they lie in the file.
  ///
  /// - Parameter tensor: A position in `tensors`.
  /// - Returns: The elements, none of them read yet.
  /// - Throws: ``TensorFileError/fileShrank(path:expected:found:)``.
  /// - Precondition: `tensors.indices.contains(tensor)`.
  public func storedElements(of tensor: Int) throws(TensorFileError) -> StoredElements {
    precondition(tensors.indices.contains(tensor), "a tensor's position is one of `tensors`")
    try file.checkStillWhole()
    return StoredElements(stored[tensor], of: file)
  }
}
