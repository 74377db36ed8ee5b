import QuantizationEngine
import TensorFiles

extension TensorFile {
  /// What `body` makes of the elements of a tensor, or of some of them, in one pass over them.
  ///
  /// They come in the order of the file. For one block that is as good as any; for several it must
  /// be row-major, or the layout that of the file's own order.
  ///
  /// - Parameters:
  ///   - tensor: A position in `tensors`.
  ///   - part: Which elements, in the order of the file; all where it is nil.
  ///   - monitor: Says whether to go on.
  ///   - body: Gets the elements, and a monitor that also says when the file was cut.
  /// - Returns: What `body` does.
  /// - Throws: ``Failure`` where the tensor is not read, and where the file was cut meanwhile,
  ///   whatever came of the zeros that were read then; and what `body` throws.
  func streaming<Result>(
    _ tensor: Int, part: Range<Int>? = nil, monitor: ProgressMonitor,
    _ body: (ElementStream, ProgressMonitor) throws -> Result
  ) throws -> Result {
    do {
      try prepare(tensor, monitor)
      let elements = try storedElements(of: tensor)
      let watching = ProgressMonitor(
        isCancelled: { elements.isDamaged || monitor.isCancelled }, report: monitor.report)
      let result = Swift.Result {
        try body(ElementStream(elements, part ?? 0..<elements.count), watching)
      }
      try elements.checkWhole()
      return try result.get()
    } catch let error as TensorFileError {
      throw Failure(error)
    }
  }
}

extension TensorFile {
  /// Makes the bytes of a tensor ready to be read.
  ///
  /// - Throws: ``Failure`` where they cannot be had, and `CancellationError` once nobody wants them.
  func prepare(_ tensor: Int, _ monitor: ProgressMonitor) throws {
    do {
      guard try prepare(tensor, while: { _ in !monitor.isCancelled }) else {
        throw CancellationError()
      }
    } catch let error as TensorFileError {
      throw Failure(error)
    }
  }
}

extension ElementStream {
  /// Some of the elements of a tensor of a file, in the order of the file, read where they lie and
  /// released behind the reader.
  fileprivate init(_ elements: StoredElements, _ part: Range<Int>) {
    let release = PageRelease(elements)
    self.init(
      elementType: elements.elementType, byteOrder: elements.byteOrder, count: part.count
    ) { piece, body in
      let piece = piece.lowerBound + part.lowerBound..<piece.upperBound + part.lowerBound
      elements.withBytes(of: piece, body)
      release.note(piece)
    }
  }
}
