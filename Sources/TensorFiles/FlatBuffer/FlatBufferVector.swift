/// One vector of a tree of tables, or a text, which is a vector of bytes with a zero behind it.
struct FlatBufferVector: Sendable {
  /// The tree.
  let buffer: FlatBuffer
  /// Where the elements begin.
  let start: Int
  /// How many elements there are.
  let count: Int
  /// How many bytes an element has.
  let elementByteCount: Int

  /// The vector at a place, all of which lies within the tree.
  init(
    in buffer: FlatBuffer, at position: Int, elementByteCount: Int
  ) throws(FlatBufferFault) {
    self.buffer = buffer
    self.elementByteCount = elementByteCount
    count = Int(try buffer.integer(UInt32.self, at: position))
    start = position + 4
    try buffer.check(start, byteCount: count * elementByteCount)
  }

  /// The bytes of all elements in the file.
  var bytes: Range<Int> {
    let first = buffer.range.lowerBound + start
    return first..<first + count * elementByteCount
  }

  /// One of the numbers.
  ///
  /// - Precondition: there are more than `index` elements, of the number's size.
  func integer<Bits: FixedWidthInteger & BitwiseCopyable>(
    _: Bits.Type, at index: Int
  ) throws(FlatBufferFault) -> Bits {
    try buffer.integer(Bits.self, at: start + index * elementByteCount)
  }

  /// All numbers.
  ///
  /// - Precondition: elements have the number's size.
  func integers<Bits: FixedWidthInteger & BitwiseCopyable>(_: Bits.Type) -> [Bits] {
    unsafe buffer.file.withUnsafeBytes(in: bytes) { bytes in
      (0..<count).map { index in
        unsafe Bits(
          littleEndian: bytes.loadUnaligned(
            fromByteOffset: index * MemoryLayout<Bits>.size, as: Bits.self))
      }
    }
  }
}
