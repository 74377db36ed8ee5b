/// What the beginnings of images say that must be true of the rest.
enum ImageStructure {
  /// Two or more segments behind the start, each as long as it says, before the picture's data.
  ///
  /// Source: ITU-T T.81, annex B.
  static func isJPEG(_ glimpse: FileGlimpse) -> Bool {
    var position = 2
    for count in 0..<8 {
      guard let marker = glimpse.bytes(at: position, count: 2), marker[0] == 0xFF,
        marker[1] >= 0xC0, marker[1] != 0xFF, !(0xD0...0xD9).contains(marker[1]),
        let length = glimpse.big(at: position + 2, count: 2), length >= 2
      else { return false }
      // The scan: what follows is no segment.
      if marker[1] == 0xDA { return count >= 2 }
      position += 2 + length
    }
    return true
  }

  /// A size, an offset and a second header that agree with the file.
  static func isBMP(_ glimpse: FileGlimpse) -> Bool {
    guard let size = glimpse.little(at: 2, count: 4), let start = glimpse.little(at: 10, count: 4),
      let header = glimpse.little(at: 14, count: 4)
    else { return false }
    return size <= glimpse.byteCount && [12, 16, 40, 52, 56, 64, 108, 124].contains(header)
      && start >= 14 + header && start <= glimpse.byteCount
  }

  /// A directory within the file, of a number of entries that fits.
  ///
  /// Source: TIFF 6.0, section 2.
  static func isTIFF(_ glimpse: FileGlimpse) -> Bool {
    let isBig = glimpse.beginning[0] == 0x4D
    func number(_ position: Int, _ count: Int) -> Int? {
      isBig ? glimpse.big(at: position, count: count) : glimpse.little(at: position, count: count)
    }
    guard let start = number(4, 4), start >= 8, let count = number(start, 2),
      (1...4096).contains(count), glimpse.bytes(at: start + 2 + 12 * count, count: 4) != nil
    else { return false }
    // The types of its fields go from 1 to 13.
    return (0..<min(count, 4)).allSatisfy { field in
      number(start + 2 + 12 * field + 2, 2).map { (1...13).contains($0) } ?? false
    }
  }

  /// Entries that lie behind the list of them and within the file.
  static func isIcon(_ glimpse: FileGlimpse) -> Bool {
    guard let count = glimpse.little(at: 4, count: 2), (1...64).contains(count) else {
      return false
    }
    return (0..<count).allSatisfy { index in
      guard let size = glimpse.little(at: 6 + 16 * index + 8, count: 4),
        let start = glimpse.little(at: 6 + 16 * index + 12, count: 4)
      else { return false }
      return size > 0 && start >= 6 + 16 * count && glimpse.bytes(at: start, count: size) != nil
    }
  }

  /// `P1` to `P6`, two or three numbers, and as many bytes as they say where these are binary.
  static func isNetpbm(_ glimpse: FileGlimpse) -> Bool {
    guard glimpse.beginning.count >= 8, glimpse.beginning[0] == UInt8(ascii: "P") else {
      return false
    }
    let kind = Int(glimpse.beginning[1]) - 0x30
    guard (1...6).contains(kind) else { return false }
    let isBitmap = kind == 1 || kind == 4
    guard let header = NumberHeader(glimpse.beginning, count: isBitmap ? 2 : 3) else {
      return false
    }
    // Those of text have no size that follows.
    guard kind >= 4 else { return header.numbers.allSatisfy { $0 > 0 } }
    let (width, height) = (header.numbers[0], header.numbers[1])
    let depth = isBitmap ? 1 : header.numbers[2]
    guard (1...65_535).contains(width), (1...65_535).contains(height), (1...65_535).contains(depth)
    else { return false }
    let row = isBitmap ? (width + 7) / 8 : width * (kind == 6 ? 3 : 1) * (depth > 255 ? 2 : 1)
    return header.end + row * height <= glimpse.byteCount
  }

  /// `PF` or `Pf`, the size, and as many float32 as it says.
  static func isPFM(_ glimpse: FileGlimpse) -> Bool {
    guard glimpse.has("PF", at: 0) || glimpse.has("Pf", at: 0),
      let header = NumberHeader(glimpse.beginning, count: 2)
    else { return false }
    let (width, height) = (header.numbers[0], header.numbers[1])
    guard (1...65_535).contains(width), (1...65_535).contains(height) else { return false }
    let values = width * height * (glimpse.has("PF", at: 0) ? 3 : 1)
    return values * 4 < glimpse.byteCount && glimpse.byteCount - values * 4 < 64
  }
}

/// The numbers at the beginning of an image that is half text: a magic of two bytes, white space,
/// decimal numbers, one byte of white space.
struct NumberHeader {
  /// The numbers.
  let numbers: [Int]
  /// Where the rest begins.
  let end: Int

  /// The header of some bytes; `nil` where they have none with so many numbers.
  init?(_ bytes: [UInt8], count: Int) {
    var numbers: [Int] = []
    var position = 2
    while numbers.count < count {
      let start = position
      while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
      guard position > start else { return nil }
      if position < bytes.count, bytes[position] == UInt8(ascii: "#") {
        guard let line = bytes[position...].firstIndex(of: 0x0A) else { return nil }
        position = line
        continue
      }
      let digits = bytes[position...].prefix { (0x30...0x39).contains($0) }
      guard (1...9).contains(digits.count),
        let number = Int(String(decoding: digits, as: UTF8.self))
      else { return nil }
      numbers.append(number)
      position += digits.count
    }
    guard position < bytes.count, Self.isSpace(bytes[position]) else { return nil }
    self.numbers = numbers
    end = position + 1
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
