extension Model {
  /// Agrees to what lies over the screen.
  mutating func accept() -> [Effect] {
    switch overlay {
    case .entry(let entry): return apply(entry)
    case .export(let dialog):
      if case .confirming(_, let found) = dialog.stage { return save(.replace(found)) }
      return save(.ask)
    case .confirmQuit(let ending): return [.quit(ending)]
    case .help, .explanation, nil: return []
    }
  }

  /// Closes what lies over the screen, or one step of it.
  mutating func dismiss() {
    switch overlay {
    case .export(var dialog):
      if case .confirming = dialog.stage {
        dialog.stage = .choosing
        overlay = .export(dialog)
        return
      }
      let wasWriting = dialog.stage == .writing
      overlay = nil
      sheet.say(
        wasWriting ? "still writing; what comes of it will be said here" : "nothing exported")
    case .confirmQuit:
      overlay = nil
      sheet.say("staying; e exports what is tuned")
    case .entry(let entry):
      overlay = nil
      sheet.say("left as it was")
      if case .screen = entry.purpose { screens[onScreen].hear(nil, on: &sheet) }
    case .help, .explanation: overlay = nil
    case nil: break
    }
  }

  /// Shows text of the dialog further down; the drawing stops at the last line.
  mutating func scroll(by lines: Int) {
    switch overlay {
    case .help(let first):
      overlay = .help(firstLine: scrolled(from: first, by: lines))
    case .explanation(let first):
      overlay = .explanation(firstLine: scrolled(from: first, by: lines))
    case .export(var dialog):
      guard case .lines(let text) = dialog.preview else { return }
      dialog.firstLine = min(max(dialog.firstLine + lines, 0), max(text.count - 1, 0))
      overlay = .export(dialog)
    default: break
    }
  }

  /// The first line of the page on the screen after scrolling it.
  private func scrolled(from first: Int, by lines: Int) -> Int {
    min(max(first + lines, 0), textPage?.page.lastFirstLine ?? 0)
  }
}
