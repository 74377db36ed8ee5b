/// What the beginnings of archives and compressed files say that must be true of the rest.
enum ArchiveStructure {
  /// A first header whose checksum, in octal, is the sum of its bytes.
  ///
  /// Source: POSIX, pax, "ustar Interchange Format"; the checksum is older than the name `ustar`.
  static func isTar(_ glimpse: FileGlimpse) -> Bool {
    guard let header = glimpse.bytes(at: 0, count: 512), header[0] != 0 else { return false }
    let digits = header[148..<156].drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
    guard digits.count >= 3, let said = Int(String(decoding: digits, as: UTF8.self), radix: 8)
    else {
      return false
    }
    // The checksum's own field counts as spaces.
    let sum = header.indices.reduce(0) { $0 + ((148..<156).contains($1) ? 0x20 : Int(header[$1])) }
    return sum == said
  }

  /// A header of two bytes that its check divides, and contents that inflate to more than they are,
  /// for as long as is looked at or until the checksum at the end of the file.
  ///
  /// Of bytes that nobody deflated a handful inflates before one is wrong, or until one looks like the
  /// end; those that are all alike may inflate for ever, but to no more than they are.
  static func isZlib(_ glimpse: FileGlimpse) -> Bool {
    guard let header = glimpse.bytes(at: 0, count: 2), header[0] == 0x78, header[1] & 0x20 == 0,
      (Int(header[0]) << 8 | Int(header[1])).isMultiple(of: 31), var stream = InflateStream()
    else { return false }
    let source = glimpse.file.bytes(in: 2..<min(glimpse.byteCount, 1 << 16))
    var target = [UInt8](repeating: 0, count: 1 << 16)
    guard !source.isEmpty,
      let progress = unsafe source.withUnsafeBytes({ source in
        unsafe target.withUnsafeMutableBytes { unsafe try? stream.inflate(source, into: $0) }
      })
    else { return false }
    let rest = glimpse.byteCount - 2 - progress.consumed
    // The checksum, and zeros that fill the file up.
    guard !progress.isEnd else { return (4..<8).contains(rest) }
    return progress.produced > progress.consumed + 64
      && (progress.produced == target.count || progress.consumed == source.count)
  }

  /// A dictionary of a usual size, and a size that is unknown or small enough to be one.
  static func isLZMA(_ glimpse: FileGlimpse) -> Bool {
    guard let dictionary = glimpse.little(at: 1, count: 4), dictionary >= 1 << 12,
      let size = glimpse.bytes(at: 5, count: 8), glimpse.byte(at: 13) == 0
    else { return false }
    // A power of two, or one and a half of it.
    let isUsual =
      dictionary.nonzeroBitCount == 1
      || dictionary.nonzeroBitCount == 2 && dictionary % 3 == 0
    return isUsual && (size.allSatisfy { $0 == 0xFF } || size[5...7].allSatisfy { $0 == 0 })
  }
}
