/// A flatbuffer of tables and texts in memory, every offset of which is checked before it is followed.
///
///     bytes 0–3    where the root table begins
///     a table      how far before it the list of its fields lies, then its fields
///     a list       its size in bytes, the table's, then two bytes for each field: where it is, 0 for nowhere
///     a field      how far behind it a table, a vector or a text begins
///     a vector     the number of its elements, then the elements
///
/// All numbers are little-endian. Offsets lead only forward but those to lists, so nothing leads in a circle.
///
/// Source: google/flatbuffers, `docs/source/internals.md`.
struct FlatBufferText {
  private let bytes: [UInt8]

  /// The buffer of some bytes.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Where the root table begins.
  func root() throws(EncodingFileError) -> Int { try target(at: 0) }

  /// Where a field of a table lies; nil where the table does not have it.
  func field(_ index: Int, ofTable table: Int) throws(EncodingFileError) -> Int? {
    let list = table - Int(Int32(bitPattern: UInt32(try number(at: table, byteCount: 4))))
    let size = try number(at: list, byteCount: 2, .fieldList)
    guard size >= 4, size.isMultiple(of: 2) else {
      throw .notFlatBuffer(expected: .fieldList, position: list)
    }
    guard 4 + 2 * index < size else { return nil }
    let place = try number(at: list + 4 + 2 * index, byteCount: 2, .fieldList)
    return place == 0 ? nil : table + place
  }

  /// Where the table, vector or text begins to which a place leads.
  func target(at position: Int) throws(EncodingFileError) -> Int {
    let distance = try number(at: position, byteCount: 4)
    guard distance >= 4 else { throw .notFlatBuffer(expected: .offset, position: position) }
    return position + distance
  }

  /// The places of the elements of a vector of offsets.
  func elements(ofVector vector: Int) throws(EncodingFileError) -> [Int] {
    let count = try number(at: vector, byteCount: 4)
    let start = vector + 4
    guard count <= (bytes.count - start) / 4 else {
      throw .notFlatBuffer(expected: .vector, position: vector)
    }
    guard count <= DocumentSize.memberLimit else {
      throw .tooManyMembers(limit: DocumentSize.memberLimit, position: vector)
    }
    return (0..<count).map { start + 4 * $0 }
  }

  /// The bytes of a text.
  func text(at position: Int) throws(EncodingFileError) -> ArraySlice<UInt8> {
    let count = try number(at: position, byteCount: 4)
    let start = position + 4
    guard count <= bytes.count - start else {
      throw .notFlatBuffer(expected: .text, position: position)
    }
    return bytes[start..<start + count]
  }

  /// The number at a place.
  private func number(
    at position: Int, byteCount: Int, _ expected: FlatBufferToken = .offset
  ) throws(EncodingFileError) -> Int {
    guard position >= 0, position <= bytes.count - byteCount else {
      throw .notFlatBuffer(expected: expected, position: max(position, 0))
    }
    return (0..<byteCount).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
  }
}
