/// What the directory of a zip archive says about one member.
///
///     PK 01 02, version made by (2), version needed (2), flags (2), method (2), time (4),
///     checksum (4), packed size (4), size (4), lengths of name, extra and comment (3 × 2),
///     disk (2), attributes (2 + 4), offset of the member (4), name, extra, comment
///
/// A size or an offset of all ones stands in the extra field of kind 1 instead, with 8 bytes.
///
/// Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.12 and 4.5.3.
struct ZipEntry: Equatable, Sendable {
  /// The name: UTF-8 where the entry says so, else in the characters of the first IBM PC.
  ///
  /// It is a name and nothing else: no path is ever made of it.
  let name: String
  /// The bytes of the name.
  let nameBytes: [UInt8]
  /// Whether the member is encrypted.
  let isEncrypted: Bool
  /// Whether sizes and checksum follow the member, so that what stands before it is not theirs.
  let isDescribedBehind: Bool
  /// How the member is packed: 0 not at all, 8 deflated.
  let method: Int
  /// CRC-32 of the member's bytes.
  let checksum: UInt32
  /// How many bytes it takes in the archive.
  let compressedSize: Int
  /// How many bytes it has.
  let size: Int
  /// Where what stands before the member begins.
  let start: Int
  /// Why the entry cannot be true, where that is known from it alone.
  let fault: ZipFault?

  /// The bytes of an entry but for the name, the extra field and the comment.
  static let fixedSize = 46

  /// The ratio that deflating cannot exceed: 258 bytes for each two bits.
  static let largestRatio = 1032

  /// The entry that begins at a place of the directory, and where the next one begins.
  ///
  /// - Parameters:
  ///   - directory: The bytes of the directory.
  ///   - place: Where in them the entry should begin.
  ///   - origin: Where in the file the directory begins.
  /// - Returns: The entry, and the place behind it.
  /// - Throws: ``ZipFault/directoryEntry(position:)``.
  static func entry(
    in directory: ArraySlice<UInt8>, at place: Int, origin: Int
  ) throws(ZipFault) -> (entry: ZipEntry, next: Int) {
    guard let fields = LittleEndianBytes(directory, from: place, count: fixedSize),
      Array(fields.bytes.prefix(4)) == [0x50, 0x4B, 1, 2],
      let name = LittleEndianBytes(
        directory, from: place + fixedSize, count: fields.word(28)),
      let extra = LittleEndianBytes(
        directory, from: place + fixedSize + fields.word(28), count: fields.word(30)),
      LittleEndianBytes(
        directory, from: place + fixedSize + fields.word(28) + fields.word(30),
        count: fields.word(32)) != nil
    else { throw .directoryEntry(position: origin + place) }
    let entry = ZipEntry(
      fields, name: Array(name.bytes), extra: extra.bytes, position: origin + place)
    let length = fixedSize + fields.word(28) + fields.word(30) + fields.word(32)
    return (entry, place + length)
  }

  private init(
    _ fields: LittleEndianBytes, name: [UInt8], extra: ArraySlice<UInt8>, position: Int
  ) {
    let flags = fields.word(8)
    nameBytes = name
    self.name = ZipName.text(of: name, isUTF8: flags & 0x800 != 0)
    isEncrypted = flags & 0x2041 != 0
    isDescribedBehind = flags & 8 != 0
    method = fields.word(10)
    checksum = fields.long(16)
    let sizes = ZipSizes.sizes([fields.long(24), fields.long(20), fields.long(42)], extra: extra)
    size = sizes?[0] ?? Int(fields.long(24))
    compressedSize = sizes?[1] ?? Int(fields.long(20))
    start = sizes?[2] ?? Int(fields.long(42))
    fault =
      if isEncrypted {
        .encrypted
      } else if method != 0, method != 8 {
        .method(method)
      } else if sizes == nil {
        .zip64Field(position: position)
      } else if method == 0, size != compressedSize {
        .storedSize(compressed: compressedSize, size: size)
      } else if method == 8, size / Self.largestRatio > compressedSize {
        .ratio(compressed: compressedSize, size: size)
      } else {
        nil
      }
  }
}

/// Sizes of 32 bits, with those of 64 bits in their place where they are too small.
enum ZipSizes {
  /// The sizes of a member.
  ///
  /// - Parameters:
  ///   - fields: The old fields, in the order in which the new ones stand.
  ///   - extra: The extra field: kind (2), length (2), contents, and so on.
  /// - Returns: The true sizes, or `nil` where one is missing that the old field refers to.
  static func sizes(_ fields: [UInt32], extra: ArraySlice<UInt8>) -> [Int]? {
    guard fields.contains(.max) else { return fields.map { Int($0) } }
    var place = 0
    while let head = LittleEndianBytes(extra, from: place, count: 4) {
      let length = head.word(2)
      guard let body = LittleEndianBytes(extra, from: place + 4, count: length) else { return nil }
      place += 4 + length
      guard head.word(0) == 1 else { continue }
      var next = 0
      var sizes: [Int] = []
      for field in fields {
        guard field == .max else {
          sizes.append(Int(field))
          continue
        }
        guard next + 8 <= length, let size = body.size(next) else { return nil }
        sizes.append(size)
        next += 8
      }
      return sizes
    }
    return nil
  }
}

/// The names of members as text.
enum ZipName {
  /// The characters of the bytes 128 to 255 on the first IBM PC, as Python reads them.
  private static let upperHalf = Array(
    ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌"
      + "█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}").unicodeScalars)

  /// The text of a name; what is said to be UTF-8 and is not is repaired.
  static func text(of bytes: [UInt8], isUTF8: Bool) -> String {
    if isUTF8 || bytes.allSatisfy({ $0 < 128 }) { return String(decoding: bytes, as: UTF8.self) }
    return String(
      String.UnicodeScalarView(
        bytes.map { $0 < 128 ? Unicode.Scalar($0) : upperHalf[Int($0) - 128] }))
  }
}
