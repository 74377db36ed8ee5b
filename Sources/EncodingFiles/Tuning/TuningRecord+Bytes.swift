/// What every version of the format begins with.
private struct TuningHeader: Decodable {
  let format: String
  let version: Double
}

extension TuningRecord {
  /// How many bytes of a record are read: 8 MiB, more than ``rangeLimit`` ranges take.
  public static let byteLimit = 8 << 20

  /// The text of a record, in JSON; the same record has the same bytes.
  ///
  /// - Throws: ``EncodingFileError/notEncodable(format:)`` where the library refuses.
  public func bytes() throws(EncodingFileError) -> [UInt8] {
    var bytes: [UInt8] = []
    try JSONText.write(TuningText(self), format: "a record of what was tuned") {
      (piece) throws(EncodingFileError) in
      bytes += piece
      return .more
    }
    return bytes
  }

  /// The record that a text describes.
  ///
  /// Members that this version does not know are passed over.
  ///
  /// - Throws: ``EncodingFileError`` for text that is too long, not sound JSON, of another format or
  ///   version, or breaks an invariant; it never traps, whatever the bytes.
  public init(bytes: [UInt8]) throws(EncodingFileError) {
    guard bytes.count <= TuningRecord.byteLimit else {
      throw .tooLarge(limit: TuningRecord.byteLimit, found: bytes.count)
    }
    let text = try JSONSyntax.check(bytes)
    let header = try JSONText.value(TuningHeader.self, of: text)
    guard header.format == TuningText.marker else {
      throw .wrongWord(member: "format", expected: [TuningText.marker], found: header.format)
    }
    guard header.version == Double(TuningText.version) else {
      throw .versionNotRead(
        expected: "\(TuningText.version)",
        found: Int(exactly: header.version).map(String.init) ?? "\(header.version)")
    }
    self = try JSONText.value(TuningText.self, of: text).record()
  }

  /// The record in a file.
  ///
  /// - Parameter path: A regular file of up to ``byteLimit`` bytes.
  /// - Throws: ``EncodingFileError/unreadable(_:)``, or ``EncodingFileError/inFile(path:reason:)``
  ///   with what is wrong with its bytes.
  public init(path: String) throws(EncodingFileError) {
    let bytes = try EncodingFileReader.bytes(of: path, atMost: TuningRecord.byteLimit) {
      (beginning) throws(EncodingFileError) in _ = try TuningRecord(bytes: beginning)
    }
    do {
      try self.init(bytes: bytes)
    } catch {
      throw .inFile(path: path, reason: error)
    }
  }
}
