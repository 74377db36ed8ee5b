import ArgumentParser

/// A file of encodings to start from, or to measure by.
struct SourceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Use the encodings that a file has, of any format that 'qviz convert' reads.",
      valueName: "file"),
    completion: .file())
  var encodings: String?

  @Option(
    help: ArgumentHelp(
      "The format of that file (default: by its signs).", valueName: "format"),
    completion: .list(EncodingSource.formatNames))
  var from: String?

  /// The file that was named; nil where none was.
  ///
  /// - Throws: `Failure` where it is not read, and for options that it excludes.
  func source(_ range: RangeOptions) throws -> EncodingSource? {
    guard let encodings else {
      guard from == nil else {
        throw Failure("--from is about the file that --encodings names", exit: .usage)
      }
      return nil
    }
    guard range.isEmpty else {
      throw Failure(
        "--encodings excludes --min, --max, --calibrator and --percentile: the ranges are those of the file",
        exit: .usage)
    }
    return try EncodingSource(encodings, from: from)
  }
}
