/// What is wrong with a zip archive, or with one of its members.
///
/// Positions count bytes from the start of the archive.
public enum ZipFault: Error, Equatable, Sendable {
  // MARK: The archive

  /// Nothing at the end says where the directory is.
  case noEnd
  /// Two places could be the end, and each means another directory.
  case severalEnds(position: Int, other: Int)
  /// The archive is one of several parts.
  case parts
  /// The sizes do not fit into the old fields, and the new ones are not where they should be.
  case zip64End(position: Int)
  /// The directory is not where it is said to be, right before the end.
  case directoryPlace(said: Int, sizeSaid: Int, end: Int)
  /// The directory is longer than any that is read.
  case directoryTooLong(limit: Int, found: Int)
  /// The directory has something else where an entry should begin, or ends within one.
  case directoryEntry(position: Int)
  /// The directory has another number of entries than is said.
  case entryCount(said: Int, found: Int)

  // MARK: A member

  /// The member is encrypted.
  case encrypted
  /// The member is compressed in a way that is not read.
  case method(Int)
  /// An old field refers to a new one that is not there, or is out of reach.
  case zip64Field(position: Int)
  /// The member does not begin where the directory says.
  case memberStart(position: Int)
  /// Before the member stands something else about it than in the directory.
  case memberDiffers(ZipField, position: Int)
  /// The member reaches into the directory.
  case memberEnd(end: Int, directory: Int)
  /// The member shares bytes with another one.
  case overlap(other: String)
  /// Another member has the same name.
  case duplicate
  /// The member is stored as it is, and yet has two sizes.
  case storedSize(compressed: Int, size: Int)
  /// The member would have to be packed more tightly than is possible.
  case ratio(compressed: Int, size: Int)
  /// The packed bytes are not what they should be.
  case corrupt(reason: String, position: Int)
  /// The packed bytes end before all of the member is there.
  case tooShort(expected: Int, found: Int)
  /// The packed bytes hold more than the member.
  case tooLong(expected: Int)
  /// There are packed bytes behind the end of the member.
  case leftOver(Int)
  /// The member's bytes do not have the checksum in the directory.
  case checksum(expected: UInt32, found: UInt32)
}

/// What is said twice of a member, in the directory and before it; the raw value is its word.
public enum ZipField: String, CaseIterable, Hashable, Sendable {
  /// The name.
  case name
  /// How it is packed.
  case method
  /// The size, packed or not.
  case size
  /// The checksum.
  case checksum
}

extension ZipFault {
  /// What follows the path, or the path and the member's name, in a sentence.
  var sentence: String {
    switch self {
    case .noEnd:
      "has no end of a zip archive in its last bytes: it was cut, or something follows it"
    case .severalEnds(let position, let other):
      "has two ends of a zip archive, at bytes \(position) and \(other), expected one"
    case .parts: "is one of several parts of a zip archive, expected a whole one"
    case .zip64End(let position):
      "has no zip64 sizes where the end of the archive needs them (byte \(position))"
    case .directoryPlace(let said, let size, let end):
      "directory should have \(TensorFileError.bytes(size)) from byte \(said) on, "
        + "expected it to end at byte \(end)"
    case .directoryTooLong(let limit, let found):
      "directory has \(TensorFileError.bytes(found)), expected at most \(limit)"
    case .directoryEntry(let position): "directory has no whole entry at byte \(position)"
    case .entryCount(let said, let found):
      "directory has \(found) entries, expected \(said)"
    case .encrypted: "is encrypted, which is not read"
    case .method(let number):
      "is compressed with \(Self.methodName(number)), expected it stored or deflated"
    case .zip64Field(let position):
      "has no zip64 size that its entry asks for (byte \(position))"
    case .memberStart(let position): "does not begin at byte \(position), where it should"
    case .memberDiffers(let field, let position):
      "has another \(field.rawValue) at byte \(position) than in the directory"
    case .memberEnd(let end, let directory):
      "ends at byte \(end), expected it before the directory at byte \(directory)"
    case .overlap(let other):
      "shares bytes with \(TensorFileError.quoted(other)), expected each to have its own"
    case .duplicate: "is a name that several members have, expected each to have its own"
    case .storedSize(let compressed, let size):
      "is stored as it is in \(TensorFileError.bytes(compressed)), but should have \(size)"
    case .ratio(let compressed, let size):
      "should have \(TensorFileError.bytes(size)), but so many do not fit into "
        + "\(compressed) deflated ones"
    case .corrupt(let reason, let position):
      "cannot be inflated past byte \(position) of it: \(reason)"
    case .tooShort(let expected, let found):
      "is inflated to \(TensorFileError.bytes(found)), expected \(expected)"
    case .tooLong(let expected):
      "is inflated to more than the \(TensorFileError.bytes(expected)) it should have"
    case .leftOver(let count):
      "has \(TensorFileError.bytes(count)) behind the end of its deflated bytes"
    case .checksum(let expected, let found):
      "has the checksum \(Self.hexadecimal(found)), expected \(Self.hexadecimal(expected))"
    }
  }

  private static func hexadecimal(_ checksum: UInt32) -> String {
    let digits = String(checksum, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// A way of compression as people call it.
  private static func methodName(_ number: Int) -> String {
    let names = [
      1: "Shrink", 6: "Implode", 9: "Deflate64", 12: "bzip2", 14: "LZMA", 20: "Zstandard",
      93: "Zstandard", 94: "MP3", 95: "xz", 96: "JPEG", 97: "WavPack", 98: "PPMd", 99: "AES",
    ]
    return names[number] ?? "method \(number)"
  }
}
