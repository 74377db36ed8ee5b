import EncodingFiles

/// A file that a command writes because it was named.
enum OutputFile {
  /// Writes a file whole, or leaves what was there; `-o` of other tools replaces files too.
  static func write(_ bytes: [UInt8], to path: String) throws {
    do throws(AtomicFileError) {
      var file = try AtomicFile(path: path, existing: .replace)
      try file.write(bytes)
      try file.synchronize()
      _ = try file.commit()
    } catch {
      throw Failure("\(error)", exit: error.kind == .ioError ? .ioError : .cannotCreate)
    }
  }
}
