import EncodingFiles
import Explorer
import NumberFormats

extension PlanFile {
  /// Those that the explorer can write: encodings of AIMET are measured anew and say so on standard error.
  static let ofScreen: [PlanFile] = [.csv, .llamaTensorTypes, .compressedTensors, .onnxQuantTypes]

  /// What the explorer knows of it.
  var shown: PlanFileFormat {
    switch self {
    case .csv: PlanFileFormat(identifier: rawValue, fileExtension: "csv")
    case .llamaTensorTypes: PlanFileFormat(identifier: rawValue, fileExtension: "txt")
    default: PlanFileFormat(identifier: rawValue, fileExtension: "json")
    }
  }

  /// Writes a plan of the explorer, whose formats are measured once more, each on its tensor; a file that
  /// is there stays as it is.
  static func answer(to writing: PlanWriting, _ catalogue: Catalogue) -> Answer {
    do {
      try catalogue.check(output: writing.path)
      guard let file = ofScreen.first(where: { $0.rawValue == writing.identifier }),
        let (text, remarks) = try file.text(try PlannedModel(writing, catalogue.tensors))
      else {
        throw Failure("no plan is written as \(writing.identifier)", exit: .usage)
      }
      let bytes = Array(text.utf8)
      try Failure.translating {
        var file = try AtomicFile(path: writing.path, existing: .refuse)
        try file.write(bytes)
        try file.synchronize()
        guard try file.readBack(count: bytes.count + 1) == bytes else {
          throw Failure(
            "\(writing.path): what is read back is not what was written", exit: .ioError)
        }
        _ = try file.commit()
      }
      return .planWritten(
        path: writing.path, byteCount: bytes.count, remark: remarks.first)
    } catch let failure as Failure {
      return .planNotWritten(failure.sentence)
    } catch {
      return .planNotWritten("\(error)")
    }
  }
}

extension PlannedModel {
  /// The plan of the explorer, each chosen format measured on its tensor.
  ///
  /// - Throws: `Failure` where a tensor is not read.
  fileprivate init(_ writing: PlanWriting, _ tensors: [OpenTensor]) throws {
    rows = try tensors.enumerated().map { position, open in
      let chosen = try writing.choices[position].map { try FormatMeasurement(open, $0) }
      return Row(open: open, chosen: chosen, candidates: PlanCandidates(open, chosen: chosen))
    }
    plan = writing.plan
    budget = writing.budget
    keptBits = writing.keptBits
    leastMeanSquaredError = nil
    coverage = nil
  }
}
