/// Whether whoever takes pieces of a text wants another.
public enum PieceDemand: Hashable, Sendable {
  /// The next one, if there is one.
  case more
  /// None: what was taken is enough.
  case enough
}

/// A way to write encodings that some tool reads.
///
/// A format may have no words for part of a document (the ranges asked for, the axis, whether codes
/// are signed): what is left unsaid is nil in what ``decode(_:)`` returns. What a format cannot say
/// *truly*, such as nine levels where the file has only a bit width, ``encode(_:)`` refuses.
///
/// Postconditions of every format:
/// 1. `decode(encode(document)).agrees(with: document)`.
/// 2. `decode` throws or returns for every sequence of bytes; it never traps.
/// 3. The same document gives the same bytes.
public protocol EncodingFormat: Sendable {
  /// The name on the command line, in kebab-case.
  var identifier: String { get }
  /// The name for people.
  var title: String { get }
  /// What file names end in, without the first dot.
  var fileExtension: String { get }

  /// Makes the bytes of a file that says what `document` does, in pieces of some hundred KiB.
  ///
  /// - Parameters:
  ///   - document: What to say.
  ///   - take: Gets one piece after the other, and says whether it wants more.
  /// - Throws: ``EncodingFileError`` where the format cannot say it, and what `take` throws.
  func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError)

  /// What the bytes of a file say.
  ///
  /// - Throws: ``EncodingFileError`` where they are not of this format.
  func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument
}

extension EncodingFormat {
  /// The bytes of a file that says what `document` does.
  ///
  /// - Throws: ``EncodingFileError`` where the format cannot say it.
  public func encode(_ document: EncodingDocument) throws(EncodingFileError) -> [UInt8] {
    var bytes: [UInt8] = []
    try encode(document) { piece throws(EncodingFileError) in
      bytes += piece
      return .more
    }
    return bytes
  }
}
