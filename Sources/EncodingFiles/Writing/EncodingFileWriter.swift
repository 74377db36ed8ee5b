/// Documents to files, each read back before it gets its name.
public enum EncodingFileWriter {
  /// The lines of the text that ``write(_:as:to:existing:)`` writes.
  ///
  /// - Throws: ``EncodingFileError`` where the format cannot say what the document does.
  public static func preview(
    _ document: EncodingDocument, as format: any EncodingFormat
  ) throws(EncodingFileError) -> [String] {
    var lines = String(decoding: try format.encode(document), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
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
    let bytes = try format.encode(document)
    let file = try written(bytes, to: path, existing: existing)
    let found = try readBack(file, count: bytes.count)
    guard found == bytes, let decoded = try? format.decode(found), decoded.agrees(with: document)
    else {
      throw .readBackDiffers(path: path)
    }
    do {
      return try file.commit()
    } catch {
      throw .unwritable(error)
    }
  }

  private static func written(
    _ bytes: [UInt8], to path: String, existing: ExistingFile
  ) throws(EncodingFileError) -> AtomicFile {
    do {
      var file = try AtomicFile(path: path, existing: existing)
      try file.write(bytes)
      try file.synchronize()
      return file
    } catch {
      throw .unwritable(error)
    }
  }

  /// All bytes of a file, and one more if there is one, so that a longer file differs.
  private static func readBack(
    _ file: borrowing AtomicFile, count: Int
  ) throws(EncodingFileError) -> [UInt8] {
    do {
      return try file.readBack(count: count + 1)
    } catch {
      throw .unwritable(error)
    }
  }
}
