import FilePaths
import Glibc

/// Files to what they say.
public enum EncodingFileReader {
  /// What a file says.
  ///
  /// - Parameters:
  ///   - path: A regular file of up to ``DocumentSize/limit`` bytes.
  ///   - format: The format that it is in.
  /// - Returns: What `format` makes of its bytes.
  /// - Throws: ``EncodingFileError/unreadable(_:)``, or ``EncodingFileError/inFile(path:reason:)``
  ///   with what `format` finds wrong.
  public static func read(
    _ path: String, as format: any ReadableEncodingFormat
  ) throws(EncodingFileError) -> DecodedDocument {
    let bytes = try bytes(of: path, atMost: DocumentSize.limit) {
      (beginning) throws(EncodingFileError) in
      if format.isText { _ = try format.decode(beginning) }
    }
    do {
      return try format.decode(bytes)
    } catch {
      throw .inFile(path: path, reason: error)
    }
  }

  /// What a file says, and the format that it is in.
  ///
  /// - Parameters:
  ///   - path: A regular file of up to ``DocumentSize/limit`` bytes.
  ///   - format: The format; nil for the one whose signs it has (``EncodingFormatCatalog/format(of:)``).
  /// - Returns: What the format makes of its bytes, and the format.
  /// - Throws: As ``read(_:as:)``, and ``EncodingFileError/inFile(path:reason:)`` where it has the signs of no
  ///   format, or of several.
  public static func recognizing(
    _ path: String, as format: (any ReadableEncodingFormat)?
  ) throws(EncodingFileError) -> (document: DecodedDocument, format: any ReadableEncodingFormat) {
    func known(_ bytes: [UInt8]) throws(EncodingFileError) -> any ReadableEncodingFormat {
      if let format { return format }
      return try EncodingFormatCatalog.format(of: bytes)
    }
    let bytes = try bytes(of: path, atMost: DocumentSize.limit) {
      (beginning) throws(EncodingFileError) in
      // Of the formats that are no text, none has four bytes without a zero at its beginning.
      let isText = format.map(\.isText) ?? (beginning.count > 4)
      if isText { _ = try known(beginning).decode(beginning) }
    }
    do throws(EncodingFileError) {
      let found = try known(bytes)
      return (try found.decode(bytes), found)
    } catch {
      throw .inFile(path: path, reason: error)
    }
  }

  /// The format of a small file whose signs it has and by which it is sound; nil where there is none.
  ///
  /// - Parameter path: A file of up to 64 MiB.
  /// - Returns: The format.
  public static func format(of path: String) -> (any ReadableEncodingFormat)? {
    let bytes = try? bytes(of: path, atMost: 64 << 20) { (_) throws(EncodingFileError) in
      throw .formatNotKnown(read: [])
    }
    guard let bytes, let format = try? EncodingFormatCatalog.format(of: bytes),
      (try? format.decode(bytes)) != nil
    else { return nil }
    return format
  }

  /// All bytes of a regular file that has no more than so many, unless the first of them are no text.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: How many bytes it may have.
  ///   - complain: Throws what is wrong with the beginning of a text that has a zero byte.
  /// - Returns: The bytes.
  /// - Throws: ``EncodingFileError/unreadable(_:)``, or ``EncodingFileError/inFile(path:reason:)``
  ///   where there are more, or with what `complain` throws.
  static func bytes(
    of path: String, atMost limit: Int,
    complain: ([UInt8]) throws(EncodingFileError) -> Void
  ) throws(EncodingFileError) -> [UInt8] {
    guard !path.utf8.contains(0) else {
      throw .unreadable(.system(path: path, errorNumber: EINVAL))
    }
    // A pipe without a writer must not hold the program up.
    let descriptor = unsafe open(path.systemPath, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(.system(path: path, errorNumber: errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .unreadable(.system(path: path, errorNumber: errno))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(.notRegular(path: path)) }
    let beginning = try read(descriptor, path: path, count: 1 << 16)
    do throws(EncodingFileError) {
      guard status.st_size <= limit else {
        throw .tooLarge(limit: limit, found: Int(status.st_size))
      }
      // No text has a zero byte, so whatever a format says of the bytes before it is all there is.
      if let zero = beginning.firstIndex(of: 0) {
        try complain(Array(beginning[...zero]))
      }
    } catch {
      throw .inFile(path: path, reason: error)
    }
    return try read(descriptor, path: path, count: Int(status.st_size))
  }

  private static func read(
    _ descriptor: Int32, path: String, count: Int
  ) throws(EncodingFileError) -> [UInt8] {
    do {
      return try FileBytes.read(descriptor, from: 0, count: count)
    } catch {
      throw .unreadable(.system(path: path, errorNumber: error.number))
    }
  }
}
