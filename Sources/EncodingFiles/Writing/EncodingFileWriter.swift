/// Documents to files, each read back before it gets its name.
public enum EncodingFileWriter {
  /// The first lines of the text that ``write(_:as:to:existing:)`` writes, or of what it says where that is
  /// no text.
  ///
  /// - Parameters:
  ///   - document: What would be written.
  ///   - format: How.
  ///   - limit: How many lines at most.
  /// - Returns: The lines; where there are more than `limit`, one that says so follows.
  /// - Throws: ``EncodingFileError`` where the format cannot say what the document does.
  public static func preview(
    _ document: EncodingDocument, as format: any EncodingFormat, limit: Int = 2000
  ) throws(EncodingFileError) -> [String] {
    var text: [UInt8] = []
    var lineCount = 0
    try format.preview(document) { piece throws(EncodingFileError) in
      text += piece
      lineCount += piece.count { $0 == UInt8(ascii: "\n") }
      return lineCount > limit ? .enough : .more
    }
    var lines = text.split(
      separator: UInt8(ascii: "\n"), maxSplits: limit, omittingEmptySubsequences: false
    ).map { String(decoding: $0.prefix(1 << 12), as: UTF8.self) }
    if lineCount > limit {
      lines[limit] = "… and more, which is not shown"
    } else if lines.last == "" {
      lines.removeLast()
    }
    return lines
  }

  /// Writes a document to a file.
  ///
  /// The bytes are written beside the target, brought to the disk, read back, compared, decoded,
  /// and compared again with the document; only then the file gets its name (see ``AtomicFile``).
  ///
  /// - Parameters:
  ///   - document: What to write.
  ///   - format: How.
  ///   - path: Where, in a folder that exists.
  ///   - existing: What to do where a file of the same name exists.
  /// - Returns: The path as it was given, and the number of bytes.
  /// - Throws: ``EncodingFileError``; then the file that was there before is as it was.
  public static func write(
    _ document: EncodingDocument, as format: any EncodingFormat, to path: String,
    existing: ExistingFile
  ) throws(EncodingFileError) -> WrittenFile {
    var file = try translating { () throws(AtomicFileError) in
      try AtomicFile(path: path, existing: existing)
    }
    try format.encode(document) { piece throws(EncodingFileError) in
      try translating { () throws(AtomicFileError) in try file.write(piece) }
      try DocumentSize.check(file.byteCount)
      return .more
    }
    // One byte more if there is one, so that a longer file differs.
    let found = try translating { () throws(AtomicFileError) in
      try file.synchronize()
      return try file.readBack(count: file.byteCount + 1)
    }
    guard try isText(found, of: document, as: format), agrees(found, with: document, as: format)
    else { throw .readBackDiffers(path: path) }
    do {
      return try file.commit()
    } catch {
      throw .unwritable(error)
    }
  }

  /// Whether some bytes say nothing but what a document does, as far as their format is read.
  private static func agrees(
    _ bytes: [UInt8], with document: EncodingDocument, as format: any EncodingFormat
  ) -> Bool {
    guard let readable = format as? any ReadableEncodingFormat else { return true }
    guard let decoded = try? readable.decode(bytes) else { return false }
    return decoded.agrees(with: document)
  }

  /// Whether some bytes are those of a document, which are made once more rather than kept twice.
  private static func isText(
    _ bytes: [UInt8], of document: EncodingDocument, as format: any EncodingFormat
  ) throws(EncodingFileError) -> Bool {
    var rest = bytes[...]
    var isEqual = true
    try format.encode(document) { piece throws(EncodingFileError) in
      isEqual = rest.starts(with: piece)
      rest = rest.dropFirst(piece.count)
      return isEqual ? .more : .enough
    }
    return isEqual && rest.isEmpty
  }

  private static func translating<Result: ~Copyable>(
    _ body: () throws(AtomicFileError) -> Result
  ) throws(EncodingFileError) -> Result {
    do {
      return try body()
    } catch {
      throw .unwritable(error)
    }
  }
}
