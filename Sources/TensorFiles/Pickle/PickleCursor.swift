/// A place in a pickle, from which one argument of an instruction after another is read.
///
/// No length is believed before it is checked against the bytes there are.
struct PickleCursor {
  /// The file, or the inflated member, in which the pickle lies.
  let file: MappedFile
  /// The byte that is read next.
  private(set) var position: Int
  /// Where the pickle must have ended.
  private let end: Int
  /// Where in the file the bytes begin from which sentences count.
  private let origin: Int

  /// A place at the beginning of some bytes, places in sentences being counted from `origin`.
  ///
  /// - Precondition: `range` lies within the file.
  init(_ file: MappedFile, in range: Range<Int>, origin: Int) {
    self.file = file
    self.origin = origin
    position = range.lowerBound
    end = range.upperBound
  }

  /// The byte that is read next, as sentences count it.
  var place: Int { position - origin }

  /// A whole number, the least significant byte first.
  mutating func integer<Bits: FixedWidthInteger & BitwiseCopyable>(
    _: Bits.Type
  ) throws(PickleFault) -> Bits {
    let size = MemoryLayout<Bits>.size
    try check(UInt64(size))
    defer { position += size }
    return file.integer(at: position)
  }

  /// Where so many bytes lie, which are passed over.
  mutating func skip(_ count: UInt64) throws(PickleFault) -> Range<Int> {
    try check(count)
    position += Int(count)
    return position - Int(count)..<position
  }

  /// A line of at most ``PickleGlobal/lengthLimit`` bytes, without its end, which is passed over.
  mutating func line() throws(PickleFault) -> Range<Int> {
    let start = position
    let window = file.bytes(in: start..<min(end, start + PickleGlobal.lengthLimit + 1))
    guard let length = window.firstIndex(of: UInt8(ascii: "\n")) else {
      if start + window.count == end { throw .cut(position: place) }
      throw .nameTooLong(limit: PickleGlobal.lengthLimit, position: place)
    }
    position = start + length + 1
    return start..<start + length
  }

  /// Throws unless that many bytes are left.
  private func check(_ count: UInt64) throws(PickleFault) {
    guard count <= end - position else { throw .cut(position: place) }
  }
}
