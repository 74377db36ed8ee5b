/// How a foreign format is recognised: a row of the table of ``all``.
///
/// A row holds where one of its signatures is found and its check passes. Signatures of fewer than
/// four bytes, and those that a run of numbers could begin with, have a check that follows what the
/// file says about itself; the odds are in the module's README.
struct ForeignSign: Sendable {
  /// What the file is.
  let format: ForeignFormat
  /// The extensions that promise it, in lower case and without the dot.
  let fileExtensions: [String]
  /// The bytes of which one set is there; where there are none, the check alone decides.
  let signatures: [ByteSignature]
  /// What else must hold.
  let check: @Sendable (FileGlimpse) -> Bool

  /// A row that is recognised by its contents.
  init(
    _ format: ForeignFormat, _ fileExtensions: [String] = [], _ signatures: ByteSignature...,
    check: @escaping @Sendable (FileGlimpse) -> Bool = { _ in true }
  ) {
    self.init(format, fileExtensions, signatures: signatures, check: check)
  }

  /// A row of a table in which all have something in common.
  init(
    _ format: ForeignFormat, _ fileExtensions: [String], signatures: [ByteSignature],
    check: @escaping @Sendable (FileGlimpse) -> Bool
  ) {
    self.format = format
    self.fileExtensions = fileExtensions
    self.signatures = signatures
    self.check = check
  }

  /// A row that is recognised by nothing but its extension.
  init(named fileExtensions: [String], _ format: ForeignFormat) {
    self.format = format
    self.fileExtensions = fileExtensions
    signatures = []
    check = { _ in false }
  }

  /// Every foreign format but those that are text, the first that is found counts.
  static let all =
    models + images + recordings + archives + datasets + programs + documents

  /// Whether a file is of the format.
  func isFound(in glimpse: FileGlimpse) -> Bool {
    (signatures.isEmpty || signatures.contains { $0.isFound(in: glimpse) }) && check(glimpse)
  }

  /// The format that an extension promises.
  static func named(_ fileExtension: String) -> ForeignFormat? {
    all.first { $0.fileExtensions.contains(fileExtension) }?.format
  }
}
