import NumberFormats
public import QuantizationEngine
import Synchronization

/// The elements of a tensor one after another, for those who want every element and no array.
///
/// Elements are counted in the order of the file, which is row-major over ``shape`` or, for a
/// Fortran order, column-major over it; where they lie in any other order, row-major. Elements that
/// have bytes of their own are handed out as they lie in the file; packed ones with one byte for each,
/// blocks and codes as the float32 values they stand for. What has been read can be released, so that
/// going through a file of any size maps no more than the pieces that are being read.
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
  /// Why values could not be made of codes, where they could not.
  private let failure = ReadFailure()

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
    case .strided(_, let walk):
      let bytes = stored.gathered(elements, along: walk)
      return unsafe body(bytes.span.bytes)
    case .packed(let packed):
      return unsafe stored.file.withUnsafeBytes(in: stored.bytes) { bytes in
        let patterns = elements.map { unsafe packed.pattern($0, in: bytes) }
        return unsafe body(patterns.span.bytes)
      }
    case .quantized, .layered:
      return unsafe body(values(ofCodes: elements).span.bytes)
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
    // Of elements that lie apart the others between them may be read meanwhile.
    if case .strided = stored.form { return }
    if case .layered(let layer) = stored.form, elements.upperBound == count {
      return layer.releaseParts()
    }
    stored.file.release(stored.bytes(of: elements))
  }

  /// The values that some codes stand for; zeros where they, or their scales, cannot be read, which
  /// ``checkWhole()`` then says.
  private func values(ofCodes elements: Range<Int>) -> [Float] {
    var values: [Float] = []
    do throws(TensorFileError) {
      values = try stored.values(in: [elements]).float32 ?? []
    } catch {
      failure.note(error)
    }
    return values + Array(repeating: 0, count: elements.count - values.count)
  }

  /// Whether zeros were read where the file was cut short, or the scales of codes cannot be read, so
  /// that the rest need not be read.
  ///
  /// It costs next to nothing, unlike ``checkWhole()``, which also asks the system.
  public var isDamaged: Bool {
    if case .layered(let layer) = stored.form, layer.isDamaged { return true }
    return stored.file.isDamaged || failure.error != nil
  }

  /// Throws if what was read may be zeros that nobody wrote.
  ///
  /// - Throws: ``TensorFileError/fileShrank(path:expected:found:)``, and of codes why they, or their
  ///   scales, could not be read.
  public func checkWhole() throws(TensorFileError) {
    if let error = failure.error { throw error }
    if case .layered(let layer) = stored.form { try layer.checkStillWhole() }
    try stored.file.checkStillWhole()
  }

  private func check(_ elements: Range<Int>) {
    precondition(
      elements.lowerBound >= 0 && elements.upperBound <= count, "elements lie within the tensor")
  }
}

/// The first reason why something could not be read, taken down by whichever thread met it.
private final class ReadFailure: Sendable {
  private let first = Mutex<TensorFileError?>(nil)

  /// The reason; nil where there is none.
  var error: TensorFileError? { first.withLock(\.self) }

  /// Takes a reason down.
  func note(_ error: TensorFileError) { first.withLock { $0 = $0 ?? error } }
}

extension StoredTensor {
  /// The bytes of some elements, one after another in row-major order.
  fileprivate func gathered(_ elements: Range<Int>, along walk: StridedWalk) -> [UInt8] {
    let size = description.elementType.byteCount
    return unsafe file.withUnsafeBytes(in: bytes) { source in
      unsafe [UInt8](unsafeUninitializedCapacity: elements.count * size) { target, count in
        walk.forEachPiece(in: elements) { piece in
          for index in 0..<piece.count {
            let first = (piece.source + index * piece.step) * size
            for byte in 0..<size {
              unsafe target.initializeElement(
                at: (piece.target + index) * size + byte, to: source[first + byte])
            }
          }
        }
        count = elements.count * size
      }
    }
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
