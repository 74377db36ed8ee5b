import QuantizationEngine
import TensorFiles

extension ElementStream {
  /// The elements of a tensor of a file, read where they lie and released behind the reader.
  ///
  /// They come in the order of the file. For one block that is as good as any; for several it must
  /// be row-major, or the layout that of the file's own order.
  init(_ elements: StoredElements) {
    self.init(elements, 0..<elements.count)
  }

  /// Some of the elements of a tensor of a file, in the order of the file.
  init(_ elements: StoredElements, _ part: Range<Int>) {
    self.init(
      elementType: elements.elementType, byteOrder: elements.byteOrder, count: part.count
    ) { piece, body in
      let piece = piece.lowerBound + part.lowerBound..<piece.upperBound + part.lowerBound
      elements.withBytes(of: piece, body)
      elements.release(piece)
    }
  }
}
