/// The bytes of a path, ready to be looked at: a file's where they lie, and in memory what cannot be
/// mapped.
///
/// | the path leads to | its bytes |
/// | --- | --- |
/// | a regular file | mapped |
/// | a pipe with or without a name, or what is left of standard input | spooled into memory |
/// | gzip in either of them, whatever it is called | unpacked into memory |
///
/// Memory is bounded before it is taken: what does not fit is refused with a sentence.
public struct FileContents: Sendable {
  /// What of it lies in memory, and where it came from; nil for a file that is mapped.
  public let spooled: SpooledBytes?
  /// The bytes.
  let file: MappedFile

  /// The path as it was given.
  public var path: String { file.path }

  /// How much is spooled where nobody says how much may be.
  public static let standardLimit = 1 << 30

  /// The bytes of a path.
  ///
  /// A pipe is waited for until whoever writes into it has closed it.
  ///
  /// - Parameters:
  ///   - path: What every sentence of an error begins with.
  ///   - memoryLimit: How many bytes may be spooled.
  /// - Throws: ``TensorFileError``, the cases about the file itself, `spoolLimit` and `gzip`.
  public init(
    path: String, memoryLimit: Int = standardLimit
  ) throws(TensorFileError) {
    if let pipe = try PipeReader.open(path: path) {
      self = try Self.spooled(.pipe(pipe), path: path, memoryLimit: memoryLimit)
    } else {
      try self.init(try MappedFile(path: path), memoryLimit: memoryLimit)
    }
  }

  /// The bytes of a file, unpacked where they are gzip.
  init(_ file: MappedFile, memoryLimit: Int) throws(TensorFileError) {
    let beginning = file.bytes(in: 0..<min(GzipStream.signatureLength, file.byteCount))
    guard GzipStream.begins(beginning) else {
      let signatures = TensorFileFormat.all.map(\.signature).filter { !$0.isEmpty }
      // Who unpacks a download may leave its name as it was.
      guard
        !FileName.isPacked(file.path.utf8[...])
          || signatures.contains(where: { file.begins(with: $0) })
      else { throw .gzip(path: file.path, .otherBeginning) }
      self.init(spooled: nil, file: file)
      return
    }
    let source = ByteSource.file(file, position: 0)
    self = try Self.spooled(source, path: file.path, memoryLimit: memoryLimit)
    try file.checkStillWhole()
  }

  private init(spooled: SpooledBytes?, file: MappedFile) {
    self.spooled = spooled
    self.file = file
  }

  /// What a source gives, in memory.
  private static func spooled(
    _ source: consuming ByteSource, path: String, memoryLimit: Int
  ) throws(TensorFileError) -> FileContents {
    let isPipe = source.isPipe
    var spool = try Spool(path: path, limit: memoryLimit)
    let isPacked = try spool.fill(from: source)
    let file = try spool.mapped()
    let beginning = file.bytes(in: 0..<min(GzipStream.signatureLength, file.byteCount))
    if isPacked, GzipStream.begins(beginning) { throw .gzip(path: path, .nested) }
    let origin: SpooledBytes.Origin = isPipe ? (isPacked ? .packedPipe : .pipe) : .gzip
    return FileContents(
      spooled: SpooledBytes(origin: origin, byteCount: file.byteCount), file: file)
  }
}
