/// Numbers out of bytes, the least significant byte first.
struct LittleEndianBytes {
  /// The bytes.
  let bytes: ArraySlice<UInt8>

  /// A part of some bytes; nil where it is not wholly within them.
  init?(_ bytes: ArraySlice<UInt8>, from start: Int, count: Int) {
    guard start >= 0, count >= 0, start <= bytes.count, count <= bytes.count - start else {
      return nil
    }
    let first = bytes.startIndex + start
    self.bytes = bytes[first..<first + count]
  }

  /// The number in the two bytes at a place.
  ///
  /// - Precondition: they lie within the bytes; so for the others.
  func word(_ place: Int) -> Int { Int(number(place, count: 2)) }

  /// The number in the four bytes at a place.
  func long(_ place: Int) -> UInt32 { UInt32(number(place, count: 4)) }

  /// The number in the eight bytes at a place, `nil` where no file can be so long.
  func size(_ place: Int) -> Int? { Int(exactly: number(place, count: 8)) }

  private func number(_ place: Int, count: Int) -> UInt64 {
    let first = bytes.startIndex + place
    return bytes[first..<first + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
