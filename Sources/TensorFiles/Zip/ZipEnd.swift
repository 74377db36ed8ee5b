/// The end of a zip archive, which says where its directory is.
///
///     end            PK 05 06, disks (2 × 2), entries (2 × 2), size (4) and offset (4) of the
///                    directory, length of a comment (2), the comment
///     zip64 locator  PK 06 07, disk (4), offset of the zip64 end (8), disks (4); right before the end
///     zip64 end      PK 06 06, size of the rest (8), versions (2 × 2), disks (2 × 4),
///                    entries (2 × 8), size (8) and offset (8) of the directory
///
/// Stricter than most: the comment ends with the file, the directory where the end begins, and one
/// place alone can be the end, so that two readers cannot see two archives.
///
/// Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.14 to 4.3.16.
struct ZipEnd: Hashable, Sendable {
  /// Where the directory lies.
  let directory: Range<Int>
  /// How many entries it should have.
  let entryCount: Int

  /// The longest directory that is read: that of half a million members.
  static let maximumDirectory = 1 << 26

  private static let size = 22
  private static let locatorSize = 20
  private static let zip64Size = 56

  /// The end of a file.
  ///
  /// - Throws: ``ZipFault``, the cases about the archive but those about the entries.
  init(of file: MappedFile) throws(ZipFault) {
    let tail = max(file.byteCount - Self.size - Int(UInt16.max), 0)..<file.byteCount
    let bytes = file.bytes(in: tail)[...]
    let places = Self.places(in: bytes)
    guard let place = places.last, let fields = LittleEndianBytes(bytes, from: place, count: 22)
    else { throw .noEnd }
    guard places.count == 1 else {
      throw .severalEnds(position: tail.lowerBound + places[0], other: tail.lowerBound + place)
    }
    let end = tail.lowerBound + place
    let locator = end >= Self.locatorSize ? end - Self.locatorSize : nil
    if let locator, file.bytes(in: locator..<locator + 4) == [0x50, 0x4B, 6, 7] {
      self = try Self.zip64(in: file, locator: locator)
    } else {
      guard fields.word(4) == 0, fields.word(6) == 0, fields.word(8) == fields.word(10) else {
        throw .parts
      }
      let size = Int(fields.long(12))
      let start = Int(fields.long(16))
      guard start + size == end else {
        // All ones refer to numbers that must be in a zip64 end, and there is none.
        guard fields.long(12) != .max, fields.long(16) != .max else {
          throw .zip64End(position: end)
        }
        throw .directoryPlace(said: start, sizeSaid: size, end: end)
      }
      directory = start..<end
      entryCount = fields.word(10)
    }
    guard directory.count <= Self.maximumDirectory else {
      throw .directoryTooLong(limit: Self.maximumDirectory, found: directory.count)
    }
  }

  private init(directory: Range<Int>, entryCount: Int) {
    self.directory = directory
    self.entryCount = entryCount
  }

  /// The places of the tail that could be the end: those whose comment ends with the file.
  private static func places(in bytes: ArraySlice<UInt8>) -> [Int] {
    guard bytes.count >= size else { return [] }
    return (0...bytes.count - size).filter { place in
      let first = bytes.startIndex + place
      guard bytes[first] == 0x50, bytes[first + 1] == 0x4B, bytes[first + 2] == 5,
        bytes[first + 3] == 6
      else { return false }
      return place + size + Int(bytes[first + 20]) + Int(bytes[first + 21]) << 8 == bytes.count
    }
  }

  /// What the numbers of 64 bits say.
  private static func zip64(in file: MappedFile, locator: Int) throws(ZipFault) -> ZipEnd {
    let bytes = file.bytes(in: locator..<locator + locatorSize)[...]
    guard let fields = LittleEndianBytes(bytes, from: 0, count: locatorSize),
      let start = fields.size(8), start <= locator - zip64Size
    else { throw .zip64End(position: locator) }
    let record = file.bytes(in: start..<start + zip64Size)[...]
    guard let record = LittleEndianBytes(record, from: 0, count: zip64Size),
      Array(record.bytes.prefix(4)) == [0x50, 0x4B, 6, 6],
      // What follows the fixed part may be anything, but must end where the locator begins.
      record.size(4) == locator - start - 12
    else { throw .zip64End(position: start) }
    guard fields.long(4) == 0, record.long(16) == 0, record.long(20) == 0,
      record.size(24) == record.size(32)
    else { throw .parts }
    guard let count = record.size(32), let size = record.size(40), let place = record.size(48)
    else { throw .zip64End(position: start) }
    let (end, overflow) = place.addingReportingOverflow(size)
    guard !overflow, end == start else {
      throw .directoryPlace(said: place, sizeSaid: size, end: start)
    }
    return ZipEnd(directory: place..<start, entryCount: count)
  }
}
