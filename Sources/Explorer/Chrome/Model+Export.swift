internal import QuantizationEngine

extension Model {
  /// Opens the export dialog and asks for a preview.
  ///
  /// - Parameter scope: Which tensors are written; nil for the one on the desk, and on the list for all
  ///   that are tuned.
  /// - Returns: what asks for the preview.
  mutating func openExport(_ scope: ExportDialog.Scope? = nil) -> [Effect] {
    guard !formats.isEmpty else {
      sheet.say("there is no format to export to")
      return []
    }
    let scope = scope ?? (screen.deskUse == .none ? .worksheet : .tensor)
    if let obstacle = obstacle(to: scope) {
      sheet.say(obstacle)
      return []
    }
    overlay = .export(
      ExportDialog(
        scope: scope, fileName: LineEditor(suggestedName(for: formats[0], of: scope))))
    return askPreview()
  }

  /// Why nothing can be exported; nil where it can be.
  private func obstacle(to scope: ExportDialog.Scope) -> String? {
    switch scope {
    case .worksheet where sheet.worksheetCount == 0:
      screen.deskUse == .none
        ? "no tensor is tuned yet; Enter opens one" : "nothing is tuned yet"
    case _ where sheet.desk.showsSample && (scope == .tensor || sheet.desk.isWorthKeeping):
      "encodings can be exported when all values are read"
    case .tensor where sheet.desk.inForce != nil:
      sheet.desk.inForce.map { RecodingText.noExport($0, sheet.desk) }
    case .tensor where !sheet.desk.mayHaveEncodings: "there are no encodings to export"
    case .tensor, .worksheet: nil
    }
  }

  /// A file name: for one tensor made of its name, for a worksheet beside the file it is about.
  func suggestedName(for format: ExportFormat, of scope: ExportDialog.Scope) -> String {
    guard scope == .worksheet else { return suggestedName(for: format) }
    let path = subject.path
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    let name = path[folder.endIndex...]
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name
    // Of several files it has the name of none, and a pipe may leave nothing of its own.
    let isOfOne = sheet.contents.fileCount == 1 && !stem.isEmpty
    return folder + (isOfOne ? stem : "worksheet") + "." + format.fileExtension
  }

  /// A file name made of the tensor's: letters, digits, dots, dashes and underscores.
  func suggestedName(for format: ExportFormat) -> String {
    let kept = subject.tensorName.prefix(100).map { character -> Character in
      let isPlain = character.isASCII && (character.isLetter || character.isNumber)
      return isPlain || "._-".contains(character) ? character : "_"
    }
    // A leading dot would hide the file, a leading dash look like an option.
    let name = String(kept.drop { $0 == "." || $0 == "-" })
    return (name.isEmpty ? "tensor" : name) + "." + format.fileExtension
  }

  /// Chooses another format; the suggested name follows.
  mutating func chooseFormat(by step: Int) -> [Effect] {
    changeExport { dialog, model in
      let count = model.formats.count
      dialog.formatIndex = (dialog.formatIndex + step % count + count) % count
    }
  }

  /// Chooses between the tensor on the desk and all that are tuned.
  mutating func chooseOtherScope() -> [Effect] {
    guard case .export(var dialog) = overlay, dialog.stage == .choosing else { return [] }
    let other: ExportDialog.Scope = dialog.scope == .tensor ? .worksheet : .tensor
    if other == .tensor, screen.deskUse == .none {
      dialog.complaint = "one tensor is exported from its own screen; Enter opens it there"
    } else {
      dialog.complaint = obstacle(to: other)
    }
    guard dialog.complaint == nil else {
      overlay = .export(dialog)
      return []
    }
    return changeExport { dialog, _ in dialog.scope = other }
  }

  /// Changes what is to be written, and asks for its preview.
  private mutating func changeExport(
    _ change: (inout ExportDialog, Model) -> Void
  ) -> [Effect] {
    guard case .export(var dialog) = overlay, dialog.stage == .choosing, !formats.isEmpty else {
      return []
    }
    change(&dialog, self)
    if !dialog.hasOwnName {
      dialog.fileName = LineEditor(
        suggestedName(for: formats[dialog.formatIndex], of: dialog.scope))
    }
    dialog.preview = .waiting
    dialog.firstLine = 0
    dialog.complaint = nil
    overlay = .export(dialog)
    return askPreview()
  }

  private mutating func askPreview() -> [Effect] {
    guard case .export(var dialog) = overlay, let request = exportRequest(dialog) else { return [] }
    dialog.caution = dialog.scope == .tensor ? sheet.desk.destruction : nil
    dialog.remarks = []
    dialog.lost = nil
    overlay = .export(dialog)
    return [.preview(request, sheet.tickets.issue(.preview, for: .export))]
  }

  /// Asks for the export.
  mutating func save(_ existingFile: ExistingFilePolicy) -> [Effect] {
    guard case .export(var dialog) = overlay, dialog.stage != .writing else { return [] }
    guard !NumberEntry.trim(dialog.fileName.text).isEmpty else {
      dialog.complaint = "expected a file name, found nothing"
      overlay = .export(dialog)
      return []
    }
    guard let request = exportRequest(dialog) else { return [] }
    if existingFile == .ask { sheet.noteExport(of: request.tensors.map(\.tensor)) }
    dialog.stage = .writing
    dialog.complaint = nil
    overlay = .export(dialog)
    return [
      .export(
        request, existingFile: existingFile, sheet.tickets.issue(.export, for: .export))
    ]
  }

  /// What the dialog asks to be written.
  func exportRequest(_ dialog: ExportDialog) -> ExportRequest? {
    guard formats.indices.contains(dialog.formatIndex) else { return nil }
    let (format, path) = (formats[dialog.formatIndex], dialog.fileName.text)
    switch dialog.scope {
    case .tensor:
      guard let tuned = sheet.desk.tuned else { return nil }
      return ExportRequest(format: format, path: path, tensors: [tuned])
    case .worksheet:
      return ExportRequest(
        format: format, path: path, tensors: sheet.tuned, kept: sheet.keptAlone)
    }
  }

  /// Takes in what became of an export.
  mutating func takeExport(_ answer: Answer) {
    guard case .export(var dialog) = overlay else {
      // The dialog may be closed by now; the file is written all the same.
      if case .exported(let path, let byteCount) = answer { saved(path, byteCount) }
      if case .exportFailed(let sentence) = answer { sheet.say(sentence, .bad) }
      if case .exportNeedsConfirmation(let path, _) = answer {
        sheet.say("nothing written: \(path) exists", .bad)
      }
      return
    }
    switch answer {
    case .exported(let path, let byteCount):
      overlay = nil
      saved(path, byteCount)
      return
    case .exportNeedsConfirmation(let path, let found):
      dialog.stage = .confirming(path: path, found)
    case .exportFailed(let sentence):
      dialog.stage = .choosing
      dialog.complaint = sentence
    case .preview(let preview):
      dialog.preview = .lines(preview.lines)
      dialog.remarks = preview.remarks
      dialog.lost = preview.lost
    case .previewFailed(let sentence): dialog.preview = .failed(sentence)
    default: break
    }
    overlay = .export(dialog)
  }

  private mutating func saved(_ path: String, _ byteCount: Int) {
    sheet.keepExported()
    sheet.say(
      "saved \(path): \(NumberText.count(byteCount)) bytes, read back and compared", .good)
  }
}
