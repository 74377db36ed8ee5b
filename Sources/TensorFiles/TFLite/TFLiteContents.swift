/// Where in a file the bytes of a constant are.
enum TFLiteContents {
  /// The bytes of a buffer; nil where it has none, for what is made when the model runs.
  ///
  /// They lie within the tree, or, for models past 2 GB, behind it, where an offset of 0 or 1 stands
  /// for none.
  ///
  /// - Throws: ``TFLiteTensorFault``: `tree`, `bufferNumber` and `bufferPastEnd`.
  static func bytes(
    ofBuffer number: UInt32, in buffers: FlatBufferVector
  ) throws(TFLiteTensorFault) -> Range<Int>? {
    guard number > 0 else { return nil }
    guard number < buffers.count else {
      throw .bufferNumber(found: number, count: buffers.count)
    }
    let (inside, offset, size) = try TFLiteTensorFault.reading { () throws(FlatBufferFault) in
      let table = try buffers.table(Int(number))
      return (
        try table.vector(Field.contents, elementByteCount: 1),
        try table.integer(Field.offset) as UInt64, try table.integer(Field.size) as UInt64
      )
    }
    if let inside { return inside.bytes }
    guard offset > 1 else { return nil }
    let range = buffers.buffer.range
    let available = range.count
    guard offset <= available, size <= available - Int(offset) else {
      throw .bufferPastEnd(offset: offset, byteCount: size, available: available)
    }
    let start = range.lowerBound + Int(offset)
    return start..<start + Int(size)
  }

  private enum Field {
    static let contents = 0
    static let offset = 1
    static let size = 2
  }
}
