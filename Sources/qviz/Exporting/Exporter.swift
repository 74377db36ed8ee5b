import EncodingFiles
import Explorer
import QuantizationEngine

/// Turns what was tuned on the screen into the document of a format, and the document into a file.
struct Exporter: Sendable {
  /// What was opened: none of its files is written over.
  let catalogue: Catalogue
  /// What earlier sessions have kept; nil where nothing is.
  var memory: TuningMemory?

  /// A format with the one choice it leaves open, as the screen offers it.
  private struct Choice {
    let shown: ExportFormat
    let format: any EncodingFormat
    /// What the tensor is to the network; nil where the format does not tell the two apart.
    let role: TensorRole?

    init(_ format: any EncodingFormat, role: TensorRole?) {
      self.format = format
      self.role = role
      shown = ExportFormat(
        identifier: format.identifier + (role.map { "-\($0.rawValue)" } ?? ""),
        title: format.title + (role.map { ", as \($0.phrase)" } ?? ""),
        reader: format.reader, fileExtension: format.fileExtension)
    }
  }

  private static let choices: [Choice] = EncodingFormatCatalog.all.flatMap { format in
    format.tellsRoles
      ? [Choice(format, role: .activation), Choice(format, role: .parameter)]
      : [Choice(format, role: nil)]
  }

  /// What the screen offers, in this order.
  static var formats: [ExportFormat] { choices.map(\.shown) }

  /// The first of the lines that an export would write; nil once nobody wants them.
  func preview(_ request: ExportRequest, _ monitor: ProgressMonitor = .none) -> Answer? {
    do {
      let (document, format) = try document(request, monitor)
      try monitor.checkCancellation()
      return .preview(
        ExportPreview(
          lines: try EncodingFileWriter.preview(document, as: format),
          remarks: format.remarks(on: document), lost: Self.lost(document, in: format)))
    } catch is CancellationError {
      return nil
    } catch let failure as Failure {
      return .previewFailed(failure.sentence)
    } catch {
      return .previewFailed("\(error)")
    }
  }

  /// What a file leaves out, such as `shape, note (2 of 3 tensors)`; nil for nothing.
  private static func lost(_ document: EncodingDocument, in format: any EncodingFormat) -> String? {
    let count = document.tensors.count
    let parts = format.unsaid(of: document).map { unsaid in
      unsaid.members.map(\.rawValue).joined(separator: ", ")
        + (unsaid.tensorCount < count ? " (\(unsaid.tensorCount) of \(count) tensors)" : "")
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// Writes an export, reads it back and compares it.
  func export(_ request: ExportRequest, _ policy: ExistingFilePolicy) -> Answer {
    do {
      try catalogue.check(output: request.path)
      let (document, format) = try document(request, .none)
      let existing: ExistingFile =
        switch policy {
        case .ask: .refuse
        case .replace(let found): .replaceOnly(FileStamp(text: found.text))
        }
      let written = try EncodingFileWriter.write(
        document, as: format, to: request.path, existing: existing)
      return .exported(path: written.path, byteCount: written.byteCount)
    } catch EncodingFileError.unwritable(.exists(let path)) {
      return .exportNeedsConfirmation(
        path: path, found: FoundFile(text: FileStamp(path: path).text))
    } catch let failure as Failure {
      return .exportFailed(failure.sentence)
    } catch {
      return .exportFailed("\(error)")
    }
  }

  private func document(
    _ request: ExportRequest, _ monitor: ProgressMonitor
  ) throws -> (EncodingDocument, any EncodingFormat) {
    // What no file holds is not worked out first.
    try DocumentSize.check(blockCount: request.tensors.reduce(0) { $0 + $1.layout.blockCount })
    let choice = Self.choices.first { $0.shown == request.format } ?? Self.choices[0]
    var tensors: [(position: Int, encodings: TensorEncodings)] = []
    let isAlone = request.tensors.count + request.kept.count == 1
    func add(_ tuned: TunedTensor) throws {
      do {
        tensors.append((tuned.tensor, try encodings(of: tuned, role: choice.role, monitor)))
      } catch let missing as MissingEncodings {
        // Of several tensors it must be said which.
        throw isAlone ? missing : Failure("\(tuned.name): \(missing)", exit: .badData)
      }
    }
    for tuned in request.tensors { try add(tuned) }
    for position in request.kept {
      try monitor.checkCancellation()
      let open = catalogue.tensors[position]
      if let kept = try memory?.tuned(open, at: position, monitor) { try add(kept) }
    }
    tensors.sort { $0.position < $1.position }
    return (
      try EncodingDocument(
        tensors: tensors.map(\.encodings), producerVersion: Program.version), choice.format
    )
  }

  private func encodings(
    of tuned: TunedTensor, role: TensorRole?, _ monitor: ProgressMonitor
  ) throws -> TensorEncodings {
    let isOpen = catalogue.tensors.indices.contains(tuned.tensor)
    let elementType = isOpen ? catalogue.tensors[tuned.tensor].facts.typeName : nil
    let scheme = tuned.writtenScheme
    let quantizers = try tuned.quantizers(monitor)
    var tensor = try TensorEncodings(
      name: tuned.name, role: role ?? TensorRole(likelyFor: scheme, tuned.layout.granularity),
      elementType: elementType,
      layout: tuned.layout, scheme: scheme, clippingRanges: tuned.ranges,
      encodings: quantizers.map(\.encoding))
    tensor.rangeOrigin = tuned.rangeOrigin
    tensor.scaleType = tuned.scaleType
    tensor.note = tuned.note
    tensor.error = tuned.error.flatMap(RecordedError.init)
    return tensor
  }
}

extension TensorRole {
  fileprivate var phrase: String {
    switch self {
    case .activation: "an activation"
    case .parameter: "a parameter"
    }
  }
}

extension RecordedError {
  /// The error over all blocks of a tensor; nil where there are no values.
  init?(_ error: BlockError) {
    guard let meanSquaredError = error.meanSquaredError else { return nil }
    self.init(meanSquaredError: meanSquaredError, sqnrInDecibels: error.sqnrInDecibels)
  }
}
