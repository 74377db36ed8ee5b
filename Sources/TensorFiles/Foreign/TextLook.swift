/// The text that a file is, as far as it is looked at.
///
/// A tensor can have bytes that print. The odds that all of the looked at do, which must be lines
/// where they are no numbers or brackets, are in the module's README; how many are asked for follows
/// from them.
struct TextLook {
  /// The first bytes: of UTF-8 without its mark, of UTF-16 the lower half where it is ASCII.
  let text: [UInt8]
  /// Whether there is more of it than is looked at.
  let isCut: Bool
  /// The size of the file.
  let byteCount: Int

  /// The fewest bytes that are taken for text; one float32 of eight begins as printable text does.
  static let minimumLength = 8
  /// The fewest that are taken for words of any kind, anywhere in the file.
  static let wordsLength = 64

  /// The text of a file, or `nil` where it is none.
  init?(_ glimpse: FileGlimpse) {
    guard glimpse.byteCount >= Self.minimumLength else { return nil }
    byteCount = glimpse.byteCount
    let beginning = glimpse.beginning
    isCut = beginning.count < glimpse.byteCount
    if let wide = Self.utf16(beginning, isWhole: !isCut) {
      text = wide
      return
    }
    let hasMark = beginning.starts(with: [0xEF, 0xBB, 0xBF])
    var shown = beginning[(hasMark ? 3 : 0)...]
    if !isCut { shown = Self.withoutFilling(shown) }
    guard Self.isText(shown, isCut: isCut) else { return nil }
    if isCut {
      // Text to its end, not a header of text with values behind it.
      let end = Self.withoutFilling(glimpse.end(1024)[...])
      let middle = glimpse.bytes(at: glimpse.byteCount / 2, count: 1024) ?? []
      guard Self.isText(end, isCut: true), Self.isText(middle[...], isCut: true) else { return nil }
    }
    text = Array(shown)
    guard isWords || isNumbers || isBracketed || isPickle || isRun, !isConstant else { return nil }
  }

  /// Whether it is one float32 of a usual size over and over.
  ///
  /// The bytes of one constant in forty print. What is text as well, such as `1.0,1.0,`, is a number
  /// below 2^−24.
  private var isConstant: Bool {
    guard zip(text, text.dropFirst(4)).allSatisfy(==) else { return false }
    let bits = text.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return (0x1p-24...0x1p24).contains(Float(bitPattern: bits).magnitude)
  }

  /// Whether all is numbers with white space, commas or semicolons between.
  var isNumbers: Bool {
    let parts = text.split { Self.isSeparator($0) }
    // The last may be cut.
    let known = isCut ? parts.dropLast() : parts[...]
    return !known.isEmpty && known.allSatisfy(Self.isNumber)
      && text.contains(where: Self.isSeparator)
  }

  /// Whether it begins as JSON or XML does, and ends so where all of it is seen.
  var isBracketed: Bool {
    guard let first = text.firstIndex(where: { !Self.isSpace($0) }) else { return false }
    let next = text[(first + 1)...].first { !Self.isSpace($0) } ?? 0
    let last = text.last { !Self.isSpace($0) } ?? 0
    switch text[first] {
    case UInt8(ascii: "{"): return [0x22, 0x7D].contains(next) && (isCut || last == 0x7D)
    case UInt8(ascii: "["):
      return Array("\"{[]-0123456789tfn".utf8).contains(next) && (isCut || last == 0x5D)
    case UInt8(ascii: "<"):
      return (Self.isLetter(next) || Array("?!".utf8).contains(next)) && (isCut || last == 0x3E)
    default: return false
    }
  }

  /// Whether it has lines: some in many bytes, one at the end of few; and is not the same few bytes
  /// over and over, as a tensor of one value is.
  private var isWords: Bool {
    guard byteCount >= 16, text.contains(where: { $0 == 0x0A || $0 == 0x0D }),
      !zip(text.dropFirst(8), text.dropFirst(16)).allSatisfy(==)
    else { return false }
    if byteCount >= Self.wordsLength { return true }
    let marks = Array(".,:;-_=/'\"()[]{}#+!?%".utf8)
    let isPlain = text.allSatisfy { byte in
      if Self.isLetter(byte) || Self.isSpace(byte) || byte >= 0x80 { return true }
      return (0x30...0x39).contains(byte) || marks.contains(byte)
    }
    return isPlain && [0x0A, 0x0D].contains(text.last ?? 0)
  }

  /// Whether it is one run of ASCII or UTF-8, lines or not, of several words of four bytes: eight
  /// float32 of which every byte prints are not to be met, and what is no float32 anyway need not be so
  /// long.
  private var isRun: Bool {
    guard byteCount >= 32 || !byteCount.isMultiple(of: 4) else { return false }
    let isPlain = text.allSatisfy { $0 < 0x80 }
    guard isPlain || !isCut && String(validating: text, as: UTF8.self) != nil else { return false }
    let words = stride(from: 0, to: text.count - 3, by: 4).map { Array(text[$0..<$0 + 4]) }
    return byteCount < 32 || Set(words).count >= 4
  }

  /// Whether bytes print: ASCII, valid UTF-8, or Latin-1 with few letters past ASCII.
  private static func isText(_ bytes: ArraySlice<UInt8>, isCut: Bool) -> Bool {
    let isPrintable = bytes.allSatisfy { byte in
      byte >= 0x20 ? byte != 0x7F : isSpace(byte) || byte == 0x1B
    }
    guard isPrintable else { return false }
    let high = bytes.count { $0 >= 0x80 }
    if high == 0 { return true }
    if high * 7 <= bytes.count, bytes.allSatisfy({ $0 < 0x80 || $0 >= 0xA0 }) { return true }
    guard isCut else { return String(validating: bytes, as: UTF8.self) != nil }
    // A character may be cut at both ends.
    guard let start = bytes.firstIndex(where: isStart), let end = bytes.lastIndex(where: isStart)
    else { return false }
    return String(validating: bytes[start..<end], as: UTF8.self) != nil
  }

  /// Whether a character of UTF-8 begins with a byte.
  private static func isStart(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

  /// Text of UTF-16 with its mark as the lower bytes, where most of it is ASCII.
  private static func utf16(_ bytes: [UInt8], isWhole: Bool) -> [UInt8]? {
    guard bytes.count >= 8 else { return nil }
    let isLittle = bytes[0] == 0xFF && bytes[1] == 0xFE
    guard isLittle || bytes[0] == 0xFE && bytes[1] == 0xFF else { return nil }
    var units: [UInt16] = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isLittle ? second << 8 | first : first << 8 | second
    }
    if isWhole, units.last == 0 { units.removeLast() }
    let isText = units.allSatisfy { $0 >= 0x20 ? $0 < 0xFFFE : (0x09...0x0D).contains($0) }
    let plain = units.filter { $0 < 0x7F }
    guard isText, plain.count * 2 >= units.count, plain.count >= 3 else { return nil }
    return plain.map { UInt8(truncatingIfNeeded: $0) }
  }

  /// Bytes without the zeros that fill a file up to a multiple of four.
  private static func withoutFilling(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let zeros = bytes.suffix(3).reversed().prefix { $0 == 0 }.count
    return bytes.dropLast(zeros)
  }

  /// Whether a part of a table is a number as tools print them.
  private static func isNumber(_ part: ArraySlice<UInt8>) -> Bool {
    let word = String(decoding: part, as: UTF8.self).lowercased()
    let isHexadecimal =
      word.hasPrefix("0x") && word.utf8.count > 2
      && word.utf8.dropFirst(2).allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    return Double(word) != nil || isHexadecimal
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    isSpace(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
