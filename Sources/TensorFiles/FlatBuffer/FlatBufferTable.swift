/// One table of a tree of tables, whose fields are counted from 0 in the order of its schema.
struct FlatBufferTable: Sendable {
  /// The tree.
  let buffer: FlatBuffer
  /// Where the table begins.
  let position: Int
  /// Where the places of its fields are listed.
  private let list: Int
  /// How many fields are listed.
  private let listed: Int

  /// The table from which all others are reached.
  init(rootOf buffer: FlatBuffer) throws(FlatBufferFault) {
    try self.init(in: buffer, at: try buffer.target(at: 0))
  }

  /// The table at a place.
  init(in buffer: FlatBuffer, at position: Int) throws(FlatBufferFault) {
    self.buffer = buffer
    self.position = position
    let start = position - Int(try buffer.integer(Int32.self, at: position))
    let size = Int(try buffer.integer(UInt16.self, at: start))
    guard size >= 4, size.isMultiple(of: 2) else {
      throw .fieldList(found: size, position: start)
    }
    try buffer.check(start, byteCount: size)
    list = start + 4
    listed = size / 2 - 2
  }

  /// Where a field lies; nil where the table does not have it.
  func place(of field: Int) throws(FlatBufferFault) -> Int? {
    guard field < listed else { return nil }
    let offset = try buffer.integer(UInt16.self, at: list + 2 * field)
    return offset == 0 ? nil : position + Int(offset)
  }

  /// The number in a field, or what stands for it where the table does not have it.
  func integer<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ field: Int, default absent: Bits = 0
  ) throws(FlatBufferFault) -> Bits {
    guard let place = try place(of: field) else { return absent }
    return try buffer.integer(Bits.self, at: place)
  }

  /// The table to which a field leads.
  func table(_ field: Int) throws(FlatBufferFault) -> FlatBufferTable? {
    guard let place = try place(of: field) else { return nil }
    return try FlatBufferTable(in: buffer, at: try buffer.target(at: place))
  }

  /// The vector to which a field leads, whose elements have so many bytes: 4 if they are offsets.
  func vector(
    _ field: Int, elementByteCount: Int
  ) throws(FlatBufferFault) -> FlatBufferVector? {
    guard let place = try place(of: field) else { return nil }
    return try FlatBufferVector(
      in: buffer, at: try buffer.target(at: place), elementByteCount: elementByteCount)
  }
}

extension FlatBufferVector {
  /// One of the tables.
  ///
  /// - Precondition: there are more than `index` elements, which are offsets.
  func table(_ index: Int) throws(FlatBufferFault) -> FlatBufferTable {
    try FlatBufferTable(
      in: buffer, at: try buffer.target(at: start + index * elementByteCount))
  }
}
