import NumberFormats
public import QuantizationEngine

/// The elements of a tensor one after another, for those who want every element and no array.
///
/// Elements are counted in the order of the file, which is row-major over ``shape`` or, for a
/// Fortran order, column-major over it. Elements that have bytes of their own are handed out as they
/// lie in the file; packed ones with one byte for each, and blocks as the float32 values they stand
/// for. What has been read can be released, so that going through a file of any size maps no more
/// than the pieces that are being read.
///
///     let elements = try file.storedElements(of: 0)
///     elements.withBytes(of: 0..<1000) { bytes in … }
///     elements.release(0..<1000)
///     try elements.checkWhole()
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

  private let stored: StoredTensor

  init(_ stored: StoredTensor) {
    elementType = stored.description.elementType
    byteOrder = stored.form.byteOrder
    elementOrder = stored.form.elementOrder
    count = stored.description.elementCount
    self.stored = stored
    shape =
      switch stored.form.elementOrder {
      case .rowMajor: stored.description.shape
      case .columnMajor(let shape): shape
      }
  }

  /// What `body` makes of the bytes of some elements, read where they lie if they lie so.
  ///
  /// The bytes have no alignment. Several threads may read at once. Where the file was cut short
  /// meanwhile, bytes that are no longer there read as zeros: ``checkWhole()`` tells.
  ///
  /// - Precondition: `elements` lies within `0..<count`.
  public func withBytes<Result>(
    of elements: Range<Int>, _ body: (RawSpan) -> Result
  ) -> Result {
    check(elements)
    switch stored.form {
    case .elements, .unread:
      return unsafe stored.file.withUnsafeBytes(in: stored.bytes(of: elements)) {
        unsafe body($0.bytes)
      }
    case .packed:
      return unsafe stored.file.withUnsafeBytes(in: stored.bytes) { bytes in
        let packed = PackedElements(bitCount: elementType.bitCount)
        let patterns = elements.map { unsafe packed.pattern($0, in: bytes) }
        return unsafe body(patterns.span.bytes)
      }
    case .blocks(let format):
      return unsafe stored.file.withUnsafeBytes(in: stored.bytes) { bytes in
        let values = unsafe [Float](unsafeUninitializedCapacity: elements.count) { target, count in
          let target = unsafe UnsafeMutableBufferPointer(rebasing: target[..<elements.count])
          unsafe format.decode(elements, from: bytes, into: target)
          count = elements.count
        }
        return unsafe body(values.span.bytes)
      }
    }
  }

  /// Lets the system take back the memory under some elements, until they are read again.
  ///
  /// Only pages that lie wholly under them are released, and their neighbours may be read meanwhile.
  ///
  /// - Precondition: `elements` lies within `0..<count`.
  public func release(_ elements: Range<Int>) {
    check(elements)
    stored.file.release(stored.bytes(of: elements))
  }

  /// Whether zeros were read where the file was cut short, so that the rest need not be read.
  ///
  /// It costs next to nothing, unlike ``checkWhole()``, which also asks the system.
  public var isDamaged: Bool { stored.file.isDamaged }

  /// Throws if the file was cut short: what was read may be zeros that nobody wrote.
  ///
  /// - Throws: ``TensorFileError/fileShrank(path:expected:found:)``.
  public func checkWhole() throws(TensorFileError) {
    try stored.file.checkStillWhole()
  }

  private func check(_ elements: Range<Int>) {
    precondition(
      elements.lowerBound >= 0 && elements.upperBound <= count, "elements lie within the tensor")
  }
}

extension TensorFile {
  /// The elements of a tensor, one after another.
  ///
  /// - Parameter tensor: A position in `tensors`.
  /// - Returns: The elements, none of them read yet.
  /// - Throws: ``TensorFileError/fileShrank(path:expected:found:)``, and why a tensor is not read.
  /// - Precondition: `tensors.indices.contains(tensor)`.
  public func storedElements(of tensor: Int) throws(TensorFileError) -> StoredElements {
    StoredElements(try readable(tensor))
  }
}
