import Calibration
import EncodingFiles
import QuantizationEngine

/// Encodings of tensors, with their codes where the format has them, on their way to one file.
final class EncodingExport {
  /// As what they are written.
  let target: ExportTarget
  /// The file.
  let path: String
  /// What the tensors are to the network; nil for what they probably are.
  let role: TensorRole?
  /// The tensors so far.
  private var tensors: [TensorEncodings] = []
  /// Where the codes of each come from; nil where the file does not have them.
  private var codes: [CodedTensor?] = []
  /// The names that they take, where each takes several.
  private var takenNames = TakenNames()
  /// The names of those that were read, by their bytes.
  private var readNames: Set<[UInt8]> = []
  /// How many blocks they have.
  private var blockCount = 0
  /// What of it lies on the disk while it goes on; nil where nothing does.
  private var partial: PartialExport?
  /// What an earlier run had done, by the bytes of the names.
  private var done: [[UInt8]: TensorEncodings] = [:]

  init(_ target: ExportTarget, path: String, role: TensorRole?) {
    self.target = target
    self.path = path
    self.role = role
  }

  /// Refuses to write over what was opened.
  func check(_ catalogue: Catalogue) throws { try catalogue.check(output: path) }

  /// Keeps what is there on the disk while it goes on, and takes up what an earlier run had kept.
  ///
  /// - Parameters:
  ///   - partial: Where it is kept.
  ///   - isResumed: Whether an earlier run is gone on with.
  /// - Throws: `Failure` where there is one that cannot be.
  func keep(in partial: PartialExport, isResumed: Bool) throws {
    guard case .encodings = target else {
      guard !isResumed else {
        throw Failure(
          "--resume is about encodings, found --to \(target.identifier), whose codes nothing keeps",
          exit: .usage)
      }
      return
    }
    if isResumed { done = try partial.found() }
    self.partial = partial
  }

  /// Takes in the encodings that an earlier run had made of a tensor.
  ///
  /// - Returns: Them; nil where it had not come so far.
  /// - Throws: As ``add(_:)-(TensorEncodings)``.
  func resumed(_ open: OpenTensor) throws -> TensorEncodings? {
    guard let tensor = done.removeValue(forKey: Array(open.facts.name.utf8)),
      tensor.shape == open.facts.shape, tensor.elementType == open.facts.storedAs
    else { return nil }
    try add(tensor)
    return tensor
  }

  /// Takes in the encodings of a tensor.
  ///
  /// - Parameters:
  ///   - measurement: What was made of the tensor.
  ///   - origin: What chose the ranges, where the measurement does not know.
  /// - Throws: `Failure` where a block has no encoding, where codes are no integers, and where there are more
  ///   blocks than a file has.
  func add(_ measurement: Measurement, origin: String? = nil) throws {
    let (facts, layout) = (measurement.open.facts, measurement.layout)
    let failures = measurement.blocks.failures
    guard failures.isEmpty else {
      throw Failure(
        "\(measurement.open.path): \(facts.name) is not exported: "
          + BlockWords(layout).missing(failures), exit: .badData)
    }
    try count(layout.blockCount)
    let blocks = measurement.blocks.known.compactMap(\.self)
    guard blocks.count == layout.blockCount else {
      throw Failure(
        "\(measurement.open.path): \(facts.name) is not exported: its codes are no integers",
        exit: .badData)
    }
    let encodings = blocks.map(\.quantizer.encoding.narrowed)
    let scheme = measurement.scheme.written(withCodesOf: encodings.first)
    let tensor = try Self.translating { () throws(EncodingFileError) in
      var tensor = try TensorEncodings(
        name: facts.name, role: role ?? TensorRole(likelyFor: scheme, layout.granularity),
        elementType: facts.storedAs, layout: layout, scheme: scheme,
        clippingRanges: blocks.map(\.range), encodings: encodings)
      tensor.rangeOrigin = origin ?? measurement.rangeOrigin
      tensor.scaleType = measurement.scheme.scaleType
      // What the format cannot say of one tensor is said of that one, and the others are written.
      try target.check(tensor)
      return tensor
    }
    if case .tensors(let format) = target {
      let coded =
        format.hasCodes(of: tensor)
        ? try CodedTensor(measurement.open, layout: layout, quantizers: blocks.map(\.quantizer))
        : nil
      try Self.translating { () throws(EncodingFileError) in
        try takenNames.take(tensor, as: format)
      }
      codes.append(coded)
      if coded != nil, measurement.excluded.notFinite > 0 {
        standardError.write(
          DisplaySentence.of(
            "note: \(facts.name): \(measurement.excluded.sentence): infinities are written as the codes at "
              + "the ends, NaN as the lowest") + "\n")
      }
    }
    tensors.append(tensor)
    partial?.note(tensors)
  }

  /// Takes in the encodings of a tensor that was read.
  ///
  /// - Throws: `Failure` where the format cannot say it, where a tensor of its name is there, and where there
  ///   are more blocks than a file has.
  func add(_ tensor: TensorEncodings) throws {
    try count(tensor.blockCount)
    try Self.translating { () throws(EncodingFileError) in
      guard readNames.insert(Array(tensor.name.utf8)).inserted else {
        throw .duplicateTensor(tensor.name)
      }
      try target.check(tensor)
    }
    tensors.append(tensor)
  }

  private func count(_ blocks: Int) throws {
    blockCount += blocks
    try Self.translating { () throws(EncodingFileError) in
      try DocumentSize.check(blockCount: blockCount)
    }
  }

  /// Takes in what the one calibrator of a table chose.
  ///
  /// - Throws: `Failure` where it cannot be applied to the tensor, and as ``add(_:origin:)``.
  func add(_ table: CalibrationTable) throws {
    guard let row = table.rows.first else { return }
    switch row.outcome {
    case .notApplicable(let error):
      throw Failure(
        "\(table.open.path): \(table.open.facts.name) is not exported: \(error)", exit: .badData)
    case .chosen(let choice):
      try add(
        Measurement(choice, in: table),
        origin: [row.calibrator.name, row.calibrator.setting].compactMap(\.self)
          .joined(separator: ":"))
    }
  }

  /// Writes the file, reads it back, and says so with what whoever loads it should know.
  @discardableResult
  func write() throws -> WrittenFile {
    guard !tensors.isEmpty else {
      throw Failure("\(path): nothing is written, for no tensor is exported", exit: .badData)
    }
    let document = try Self.translating { () throws(EncodingFileError) in
      try EncodingDocument(tensors: tensors, producerVersion: Program.version)
    }
    let written = try write(document)
    partial?.remove()
    standardError.write(
      DisplaySentence.of(
        "wrote \(written.path) as \(target.identifier): \(TensorCount.words(tensors.count)), "
          + "\(written.byteCount) bytes, read back") + "\n")
    for remark in target.remarks(on: document) { standardError.write("note: \(remark)\n") }
    return written
  }

  private func write(_ document: EncodingDocument) throws -> WrittenFile {
    switch target {
    case .encodings(let format):
      return try Self.translating { () throws(EncodingFileError) in
        try EncodingFileWriter.write(document, as: format, to: path, existing: .replace)
      }
    case .tensors(let format):
      do {
        return try QuantizedTensorWriter.write(
          document, as: format, to: path, existing: .replace
        ) { tensor, elements in
          try codes[tensor]?.codes(of: elements) ?? []
        }
      } catch let error as EncodingFileError {
        throw Failure(error)
      }
    }
  }

  private static func translating<Result>(
    _ body: () throws(EncodingFileError) -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch {
      throw Failure(error)
    }
  }
}

extension Scheme {
  /// The scheme as files have it whose codes are those that a tool's encodings have: a calibrator may take
  /// signed codes for unsigned ones, or leave the lowest out.
  fileprivate func written(withCodesOf encoding: AffineEncoding?) -> Scheme {
    let written = written
    guard let encoding else { return written }
    let symmetries = [written.symmetry, .restrictedSymmetric, .symmetric, .asymmetric]
    for symmetry in symmetries {
      for signedness in [written.signedness, .signed, .unsigned] {
        guard
          let candidate = try? Scheme(
            levelCount: levelCount, symmetry: symmetry, signedness: signedness,
            arithmetic: written.arithmetic)
        else { continue }
        if candidate.quantMin == encoding.quantMin, candidate.quantMax == encoding.quantMax {
          return candidate
        }
      }
    }
    return written
  }
}
