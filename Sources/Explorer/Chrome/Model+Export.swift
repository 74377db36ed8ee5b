internal import QuantizationEngine

extension Model {
  /// Opens the export dialog and asks for a preview.
  mutating func openExport() -> [Effect] {
    guard !formats.isEmpty else {
      sheet.say("there is no format to export to")
      return []
    }
    guard screen.deskUse != .none else {
      sheet.say("encodings are exported of one tensor; Enter opens it")
      return []
    }
    guard !sheet.desk.showsSample else {
      sheet.say("encodings can be exported when all values are read")
      return []
    }
    guard sheet.desk.mayHaveEncodings else {
      sheet.say("there are no encodings to export")
      return []
    }
    overlay = .export(ExportDialog(fileName: LineEditor(suggestedName(for: formats[0]))))
    return askPreview()
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
    guard case .export(var dialog) = overlay, dialog.stage == .choosing, !formats.isEmpty else {
      return []
    }
    dialog.formatIndex = (dialog.formatIndex + step + formats.count) % formats.count
    if !dialog.hasOwnName {
      dialog.fileName = LineEditor(suggestedName(for: formats[dialog.formatIndex]))
    }
    dialog.preview = .waiting
    dialog.firstLine = 0
    dialog.complaint = nil
    overlay = .export(dialog)
    return askPreview()
  }

  private mutating func askPreview() -> [Effect] {
    guard case .export(var dialog) = overlay, let request = exportRequest(dialog) else { return [] }
    dialog.caution = sheet.desk.destruction
    dialog.remarks = []
    overlay = .export(dialog)
    return [.preview(request, sheet.tickets.issue(.preview, for: .export(sheet.desk.position)))]
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
    dialog.stage = .writing
    dialog.complaint = nil
    overlay = .export(dialog)
    return [
      .export(
        request, existingFile: existingFile,
        sheet.tickets.issue(.export, for: .export(sheet.desk.position)))
    ]
  }

  /// What the dialog asks to be written.
  func exportRequest(_ dialog: ExportDialog) -> ExportRequest? {
    guard let loaded = sheet.desk.loaded, formats.indices.contains(dialog.formatIndex) else {
      return nil
    }
    return ExportRequest(
      tensor: sheet.desk.position, format: formats[dialog.formatIndex],
      path: dialog.fileName.text, tensorName: subject.tensorName, layout: loaded.layout,
      tuning: sheet.desk.tuning)
  }

  /// Takes in what became of an export.
  mutating func takeExport(_ answer: Answer, of tensor: Int) {
    guard case .export(var dialog) = overlay else {
      // The dialog may be closed by now; the file is written all the same.
      if case .exported(let path, let byteCount) = answer { saved(path, byteCount, of: tensor) }
      if case .exportFailed(let sentence) = answer { sheet.say(sentence, .bad) }
      if case .exportNeedsConfirmation(let path, _) = answer {
        sheet.say("nothing written: \(path) exists", .bad)
      }
      return
    }
    switch answer {
    case .exported(let path, let byteCount):
      overlay = nil
      saved(path, byteCount, of: tensor)
      return
    case .exportNeedsConfirmation(let path, let found):
      dialog.stage = .confirming(path: path, found)
    case .exportFailed(let sentence):
      dialog.stage = .choosing
      dialog.complaint = sentence
    case .preview(let lines, let remarks):
      dialog.preview = .lines(lines)
      dialog.remarks = remarks
    case .previewFailed(let sentence): dialog.preview = .failed(sentence)
    default: break
    }
    overlay = .export(dialog)
  }

  private mutating func saved(_ path: String, _ byteCount: Int, of tensor: Int) {
    sheet.change(deskOf: tensor) { $0.keepExported() }
    sheet.say(
      "saved \(path): \(NumberText.count(byteCount)) bytes, read back and compared", .good)
  }
}
