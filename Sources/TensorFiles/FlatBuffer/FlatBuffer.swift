/// A tree of tables in a mapped file, walked where it lies: each number is checked as it is read.
///
/// Positions are counted from where the tree begins.
///
///     bytes 0–3    where the root table begins, counted from byte 0
///     a table      how far before it the list of its fields lies, then its fields
///     a list       its size in bytes, the table's, then for each field where in the table it is:
///                  two bytes each, 0 for a field that is not there
///     a field      a number, or how far behind the field a table, vector or text begins
///     a vector     the number of its elements, then the elements
///
/// All numbers are little-endian. No offset is followed before its target is known to lie within the
/// range; what is behind a table's fields is not looked for. Offsets to tables, vectors and texts lead
/// only forward, and whoever walks asks for one field after another, so no tree leads round in a circle.
///
/// Source: google/flatbuffers, `docs/source/internals.md` and `include/flatbuffers/verifier.h`.
struct FlatBuffer: Sendable {
  /// The file.
  let file: MappedFile
  /// The bytes of the tree, and of what it leads to.
  let range: Range<Int>

  /// The fewest bytes that can hold a root table.
  static let leastByteCount = 8

  /// The number at a place.
  func integer<Bits: FixedWidthInteger & BitwiseCopyable>(
    _: Bits.Type, at position: Int
  ) throws(FlatBufferFault) -> Bits {
    try check(position, byteCount: MemoryLayout<Bits>.size)
    return file.integer(at: range.lowerBound + position)
  }

  /// The place to which the offset at a place leads.
  func target(at position: Int) throws(FlatBufferFault) -> Int {
    let offset = try integer(UInt32.self, at: position)
    guard offset >= 4 else { throw .offset(found: offset, position: position) }
    return position + Int(offset)
  }

  /// Throws unless so many bytes from a place on are the tree's.
  func check(_ position: Int, byteCount: Int) throws(FlatBufferFault) {
    guard position >= 0, position <= range.count, byteCount <= range.count - position else {
      throw .pastEnd(position: position, byteCount: byteCount, available: range.count)
    }
  }
}
