import EncodingFiles
import Explorer
import QuantizationEngine

/// Turns what was tuned on the screen into the document of a format, and the document into a file.
struct Exporter: Sendable {
  /// What was opened: none of its files is written over.
  let catalogue: Catalogue
  /// The name of the type of the tensor's elements, which documents may say.
  let typeName: String

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
        try EncodingFileWriter.preview(document, as: format),
        remarks: format.remarks(on: document))
    } catch is CancellationError {
      return nil
    } catch {
      return .previewFailed("\(error)")
    }
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
    try DocumentSize.check(blockCount: request.layout.blockCount)
    let encodings = try request.quantizers(monitor).map(\.encoding)
    let choice = Self.choices.first { $0.shown == request.format } ?? Self.choices[0]
    var tensor = try TensorEncodings(
      name: request.tensorName, role: choice.role ?? request.likelyRole,
      elementType: typeName, layout: request.layout, scheme: request.scheme,
      clippingRanges: request.ranges, encodings: encodings)
    tensor.rangeOrigin = request.rangeOrigin
    tensor.scaleType = request.scaleType
    return (
      try EncodingDocument(tensors: [tensor], producerVersion: Program.version), choice.format
    )
  }
}

extension ExportRequest {
  /// What the tensor probably is: encodings by channel or group are for weights.
  fileprivate var likelyRole: TensorRole {
    layout.granularity == .perTensor && scheme.symmetry == .asymmetric ? .activation : .parameter
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
