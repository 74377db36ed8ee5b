import Calibration
import EncodingFiles
import QuantizationEngine

/// Encodings of measured tensors, with their codes where the format has them, on their way to one file.
final class EncodingExport {
  /// As what they are written.
  private let target: ExportTarget
  /// The file.
  private let path: String
  /// What the tensors are to the network; nil for what they probably are.
  private let role: TensorRole?
  /// The tensors so far.
  private var tensors: [TensorEncodings] = []
  /// Where the codes of each come from; nil where the file does not have them.
  private var codes: [CodedTensor?] = []
  /// The names that they take, where each takes several.
  private var names = TakenNames()
  /// How many blocks they have.
  private var blockCount = 0

  init(_ target: ExportTarget, path: String, role: TensorRole?) {
    self.target = target
    self.path = path
    self.role = role
  }

  /// Refuses to write over what was opened.
  func check(_ catalogue: Catalogue) throws { try catalogue.check(output: path) }

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
    blockCount += layout.blockCount
    try Self.translating { () throws(EncodingFileError) in
      try DocumentSize.check(blockCount: blockCount)
    }
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
    guard case .tensors(let format) = target else {
      tensors.append(tensor)
      return
    }
    let coded =
      format.hasCodes(of: tensor)
      ? try CodedTensor(measurement.open, layout: layout, quantizers: blocks.map(\.quantizer)) : nil
    try Self.translating { () throws(EncodingFileError) in try names.take(tensor, as: format) }
    tensors.append(tensor)
    codes.append(coded)
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
  func write() throws {
    guard !tensors.isEmpty else {
      throw Failure("\(path): nothing is written, for no tensor is exported", exit: .badData)
    }
    let document = try Self.translating { () throws(EncodingFileError) in
      try EncodingDocument(tensors: tensors, producerVersion: Program.version)
    }
    let written = try write(document)
    let count = tensors.count == 1 ? "1 tensor" : "\(tensors.count) tensors"
    standardError.write(
      DisplaySentence.of(
        "wrote \(written.path) as \(target.identifier): \(count), \(written.byteCount) bytes, read back"
      ) + "\n")
    for remark in target.remarks(on: document) { standardError.write("note: \(remark)\n") }
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

extension Failure {
  /// What is wrong with encodings or their file, with the exit code of its kind.
  init(_ error: EncodingFileError) {
    let exit: ProgramExit =
      switch error.kind {
      case .usage: .usage
      case .badData: .badData
      case .noInput: .noInput
      case .cannotCreate: .cannotCreate
      case .ioError: .ioError
      }
    self.init("\(error)", exit: exit)
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
