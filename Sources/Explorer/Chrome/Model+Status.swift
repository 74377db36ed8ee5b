internal import QuantizationEngine
internal import TerminalScreen

extension Model {
  /// What fills the screen instead of what it would show of the tensor; nil if nothing does.
  var notice: Notice? {
    screen.deskUse == .none ? nil : Notice(sheet.desk)
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
    return screen.idleWords(sheet)
  }

  /// The reading that goes on behind the picture of a sample; nil if none does.
  var besideStatus: LoadProgress? {
    guard sheet.desk.showsSample, notice == nil else { return nil }
    if case .entry = overlay { return nil }
    return sheet.desk.progress ?? LoadProgress(label: "reading", share: 0)
  }

  /// What the status row says that a person has to see; nil if it may be left out.
  var mustSay: String? {
    if case .confirmQuit = overlay { return quitQuestion }
    return sheet.status?.text
  }

  /// What is asked before something tuned is lost.
  var quitQuestion: String {
    let count = sheet.unsavedCount
    return count > 1
      ? "quit without exporting what is tuned of \(count) tensors?"
      : "quit without exporting what is tuned?"
  }
}
