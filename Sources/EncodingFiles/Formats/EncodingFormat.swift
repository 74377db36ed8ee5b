/// A way to write encodings that some tool reads.
///
/// A format may have no words for part of a document, such as the ranges asked for, the axis, or whether codes
/// are signed. What a format cannot say *truly*, such as nine levels where the file has only a bit width,
/// ``encode(_:)`` refuses.
///
/// Postcondition of every format: the same document gives the same bytes.
public protocol EncodingFormat: Sendable {
  /// The name on the command line, in kebab-case.
  var identifier: String { get }
  /// The name for people.
  var title: String { get }
  /// Who reads it: programs, their options, or people.
  var reader: String { get }
  /// What file names end in, without the first dot.
  var fileExtension: String { get }

  /// Whether activations and parameters are written differently.
  var tellsRoles: Bool { get }

  /// Whether a file is text: it then has no zero byte.
  var isText: Bool { get }

  /// What a file tells of every tensor, by a word of its own or because the format takes nothing else.
  var says: Set<TensorMember> { get }

  /// Whether a file tells something of a tensor: as ``says`` has it, but where that depends on the tensor.
  func isSaid(_ member: TensorMember, of tensor: TensorEncodings) -> Bool

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

  /// Makes lines for people to look at before a file is written: its own where it is text.
  ///
  /// - Parameters:
  ///   - document: What to say.
  ///   - take: Gets one piece after the other, and says whether it wants more.
  /// - Throws: As ``encode(_:_:)``.
  func preview(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError)

  /// What whoever hands a file on should know of it, a sentence each: what the tool wants besides, and what it
  /// or another refuses or reads otherwise.
  ///
  /// - Parameter document: What the file says.
  /// - Returns: The sentences; none where nothing is known of.
  func remarks(on document: EncodingDocument) -> [String]
}

/// A format that is read as well as written.
///
/// What a format leaves unsaid is nil in what ``decode(_:)`` returns.
///
/// Postconditions of every such format:
/// 1. `decode(encode(document)).agrees(with: document)`.
/// 2. `decode` throws or returns for every sequence of bytes; it never traps.
/// 3. What ``EncodingFormat/says`` names comes back by ``DecodedTensor/completed(from:given:)``, and nothing
///    else does for every tensor.
public protocol ReadableEncodingFormat: EncodingFormat {
  /// What holds of every file without being said in it.
  var convention: FormatConvention { get }

  /// Whether a text has the signs by which files of this format are known, sound or not.
  func isKnown(by signs: FormatSigns) -> Bool

  /// What the bytes of a file say.
  ///
  /// - Throws: ``EncodingFileError`` where they are not of this format.
  func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument
}

extension EncodingFormat {
  /// They are not.
  public var tellsRoles: Bool { false }

  /// Which elements share an encoding.
  public var says: Set<TensorMember> { [.granularity] }

  /// Whether ``says`` names it.
  public func isSaid(_ member: TensorMember, of tensor: TensorEncodings) -> Bool {
    says.contains(member)
  }

  /// It is.
  public var isText: Bool { true }

  /// The lines of the file.
  public func preview(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    try encode(document, take)
  }

  /// Nothing is known of.
  public func remarks(on document: EncodingDocument) -> [String] { [] }

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

extension ReadableEncodingFormat {
  /// There is none.
  public var convention: FormatConvention { FormatConvention() }

  /// Whether it can be read.
  public func isKnown(by signs: FormatSigns) -> Bool { (try? decode(signs.bytes)) != nil }
}
