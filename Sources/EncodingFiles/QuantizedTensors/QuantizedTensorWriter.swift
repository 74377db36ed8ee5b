import QuantizationEngine

/// Quantized tensors to a file, whose codes are made while it is written.
public enum QuantizedTensorWriter {
  /// Writes quantized tensors to a file.
  ///
  /// The bytes are written beside the target, brought to the disk, read back and compared with what they
  /// were by a hash of every piece; only then the file gets its name (see ``AtomicFile``). In memory are the
  /// encodings, and a piece of the codes.
  ///
  /// - Parameters:
  ///   - document: The tensors, and their encodings.
  ///   - format: How.
  ///   - path: Where, in a folder that exists.
  ///   - existing: What to do where a file of the same name exists.
  ///   - codes: Makes the codes of some elements, in row-major order, of the tensor at a place in the
  ///     document; it is asked for runs of up to 2^18 elements from the first to the last.
  /// - Returns: The path as it was given, and the number of bytes.
  /// - Throws: ``EncodingFileError``, and what `codes` throws; then the file that was there before is as it
  ///   was.
  /// - Precondition: `codes` gives as many codes as it is asked for, each of them one of the tensor's scheme.
  public static func write(
    _ document: EncodingDocument, as format: any QuantizedTensorFormat, to path: String,
    existing: ExistingFile, codes: (_ tensor: Int, _ elements: Range<Int>) throws -> [Int32]
  ) throws -> WrittenFile {
    try format.checkNames(of: document)
    let parts = try format.parts(of: document)
    do {
      var file = PiecedFile(try AtomicFile(path: path, existing: existing))
      for part in parts {
        try forEachPiece(of: part, in: document, codes) { try file.append($0) }
      }
      guard try file.isAsWritten() else { throw EncodingFileError.readBackDiffers(path: path) }
      return try file.commit()
    } catch let error as AtomicFileError {
      throw EncodingFileError.unwritable(error)
    }
  }

  /// Calls `body` with the bytes of a part, piece by piece.
  private static func forEachPiece(
    of part: QuantizedPart, in document: EncodingDocument,
    _ codes: (_ tensor: Int, _ elements: Range<Int>) throws -> [Int32],
    _ body: ([UInt8]) throws -> Void
  ) throws {
    func pieces(_ count: Int, _ bytes: (Range<Int>) throws -> [UInt8]) throws {
      for start in stride(from: 0, to: count, by: PackedCodes.pieceLength) {
        try body(try bytes(start..<min(start + PackedCodes.pieceLength, count)))
      }
    }
    switch part {
    case .bytes(let bytes): try body(bytes)
    case .scales(let tensor):
      let encodings = document.tensors[tensor].encodings
      try pieces(encodings.count) { run in
        encodings[run].flatMap { encoding in
          let bits = encoding.scale.bitPattern
          return (0..<4).map { UInt8(truncatingIfNeeded: bits >> UInt32(8 * $0)) }
        }
      }
    case .zeroPoints(let tensor, let type):
      let encodings = document.tensors[tensor].encodings
      try pieces(encodings.count) { run in
        PackedCodes.bytes(encodings[run].map { Int32($0.zeroPoint) }, as: type)
      }
    case .codes(let tensor, let type):
      try pieces(document.tensors[tensor].layout?.elementCount ?? 0) { run in
        let made = try codes(tensor, run)
        precondition(made.count == run.count, "there is a code for each element")
        return PackedCodes.bytes(made, as: type)
      }
    }
  }
}

/// A file that is written in pieces, of each of which a hash is kept.
private struct PiecedFile: ~Copyable {
  private var file: AtomicFile
  /// What is not written yet.
  private var rest: [UInt8] = []
  private var pieces: [(byteCount: Int, hash: Int)] = []
  private static let pieceLength = 1 << 20

  init(_ file: consuming AtomicFile) {
    self.file = file
  }

  /// Adds bytes to the end.
  mutating func append(_ bytes: [UInt8]) throws {
    rest += bytes
    if rest.count >= Self.pieceLength { try flush() }
  }

  /// Whether the file has what was written, and no more.
  mutating func isAsWritten() throws -> Bool {
    try flush()
    try file.synchronize()
    var position = 0
    for piece in pieces {
      let found = try file.readBack(from: position, count: piece.byteCount)
      guard found.count == piece.byteCount, Self.hash(found) == piece.hash else { return false }
      position += piece.byteCount
    }
    return try file.readBack(from: position, count: 1).isEmpty
  }

  /// Gives the file its name.
  consuming func commit() throws -> WrittenFile {
    try file.commit()
  }

  private mutating func flush() throws {
    guard !rest.isEmpty else { return }
    try file.write(rest)
    pieces.append((rest.count, Self.hash(rest)))
    rest.removeAll(keepingCapacity: true)
  }

  private static func hash(_ bytes: [UInt8]) -> Int {
    var hasher = Hasher()
    unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    return hasher.finalize()
  }
}
