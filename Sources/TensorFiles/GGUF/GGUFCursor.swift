import QuantizationEngine

/// A place in the header of a GGUF file, from which one field after another is read.
///
/// Nothing behind the header is touched, and no length is believed before it is checked.
struct GGUFCursor {
  /// The file.
  let file: MappedFile
  /// The order of the bytes of numbers.
  let byteOrder: ByteOrder
  /// The byte that is read next.
  private(set) var position: Int
  /// Where the header must have ended.
  private let end: Int

  /// The longest header that is read; a vocabulary of a million words takes 30 MB.
  static let headerLimit = 1 << 30

  /// A place in a file.
  ///
  /// - Precondition: `position` lies within the file, and within ``headerLimit``.
  init(_ file: MappedFile, byteOrder: ByteOrder, position: Int) {
    self.file = file
    self.byteOrder = byteOrder
    self.position = position
    end = min(file.byteCount, Self.headerLimit)
  }

  /// How many bytes the rest of the header can have.
  var left: Int { end - position }

  /// A whole number.
  mutating func integer<Bits: FixedWidthInteger & BitwiseCopyable>(
    _: Bits.Type, _ field: GGUFField
  ) throws(GGUFFault) -> Bits {
    let size = MemoryLayout<Bits>.size
    try check(UInt64(size), field)
    defer { position += size }
    return file.integer(at: position, byteOrder)
  }

  /// The bytes of a text that its length precedes.
  mutating func text(_ field: GGUFField, limit: Int) throws(GGUFFault) -> [UInt8] {
    let start = position
    let length = try integer(UInt64.self, field)
    guard length <= limit else {
      throw .textLength(field, found: length, limit: limit, position: start)
    }
    try check(length, field)
    position += Int(length)
    return file.bytes(in: position - Int(length)..<position)
  }

  /// Passes over some bytes.
  mutating func skip(_ count: UInt64, _ field: GGUFField) throws(GGUFFault) {
    try check(count, field)
    position += Int(count)
  }

  /// Throws unless that many bytes are left.
  private func check(_ count: UInt64, _ field: GGUFField) throws(GGUFFault) {
    guard count > left else { return }
    guard end == file.byteCount else {
      throw .headerTooLong(field, limit: end, position: position)
    }
    throw .cut(field, expected: count, found: left, position: position)
  }
}
