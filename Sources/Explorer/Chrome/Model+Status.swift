internal import QuantizationEngine
internal import TerminalScreen

extension Model {
  /// What fills the screen instead of what it would show of the tensor; nil if nothing does.
  var notice: Notice? {
    guard screen.deskUse != .none else { return nil }
    return Notice(sheet.desk) ?? (screen.inForceUse == .none ? Notice(inForceOn: sheet.desk) : nil)
  }

  /// What the status line says where no key has done anything to speak of.
  var idleStatus: String {
    let desk = sheet.desk
    guard notice == nil else { return DisplayText(desk.subject.path).string }
    switch overlay {
    case .export: return "exports \(SchemeText.full(desk.tuning.scheme))"
    case .explanation: return explanation(columns: sheet.size.columns)?.subject ?? ""
    case .help: return "every key and command; they change with the view"
    case .entry, .confirmQuit, nil: break
    }
    if screen.deskUse != .none {
      guard let shown = desk.shown else { return DisplayText(desk.subject.path).string }
      if shown.distribution.count == 0 {
        return desk.showsSample
          ? "this block has no value in the sample" : "this block has no finite values"
      }
    }
    if screen.deskUse != .none, desk.inForce == nil, let words = desk.offer ?? desk.subject.hint {
      return words
    }
    return screen.idleWords(sheet)
  }

  /// The reading that goes on behind the picture of a sample, or of other blocks; nil if none does.
  var besideStatus: LoadProgress? {
    guard notice == nil else { return nil }
    if case .entry = overlay { return nil }
    let desk = sheet.desk
    let isReading = desk.showsSample || desk.wanted != nil
    guard isReading else {
      // Where there is no picture yet, it is said in its place.
      return desk.inForce == nil || desk.recodedReason != nil ? nil : desk.recoded.progress
    }
    return desk.progress ?? LoadProgress(label: "reading", share: 0)
  }

  /// What the status row says that a person has to see; nil if it may be left out.
  var mustSay: String? {
    if case .confirmQuit = overlay { return quitQuestion }
    return sheet.status?.text
  }

  /// What is asked before something tuned is lost.
  var quitQuestion: String {
    let unsaved = sheet.unsaved
    guard unsaved.count <= 1 else {
      return "quit without exporting what is tuned of \(unsaved.count) tensors?"
    }
    var what = "what is tuned"
    if let desk = unsaved.first {
      // What is tuned of blocks that were left is not on the screen.
      if !desk.hasUnsavedBlocks, let left = desk.unsavedGranularity {
        what += " \(GranularityText.name(left))"
      }
      if sheet.contents.isList {
        what +=
          " of "
          + DisplayText.truncated(
            DisplayText(desk.subject.tensorName).string, columns: 30)
      }
    }
    return "quit without exporting \(what)?"
  }
}
