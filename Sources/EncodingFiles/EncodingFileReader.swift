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
    _ path: String, as format: any EncodingFormat
  ) throws(EncodingFileError) -> DecodedDocument {
    let bytes = try bytes(of: path)
    do {
      return try format.decode(bytes)
    } catch {
      throw .inFile(path: path, reason: error)
    }
  }

  private static func bytes(of path: String) throws(EncodingFileError) -> [UInt8] {
    guard !path.utf8.contains(0) else {
      throw .unreadable(.system(path: path, errorNumber: EINVAL))
    }
    // A pipe without a writer must not hold the program up.
    let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(.system(path: path, errorNumber: errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .unreadable(.system(path: path, errorNumber: errno))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(.notRegular(path: path)) }
    do {
      try DocumentSize.check(Int(status.st_size))
    } catch {
      throw .inFile(path: path, reason: error)
    }
    do {
      return try FileBytes.read(descriptor, from: 0, count: Int(status.st_size))
    } catch {
      throw .unreadable(.system(path: path, errorNumber: error.number))
    }
  }
}
