extension Model {
  /// Opens a line for the value of the active threshold.
  mutating func typeThreshold() {
    guard !sheet.desk.refuses(.thresholds) else { return }
    let desk = sheet.desk
    guard desk.shown != nil else { return }
    let threshold = desk.activeThreshold
    let text = desk.thresholdText(threshold.value(in: desk.shownRange))
    overlay = .entry(Entry(purpose: .threshold(threshold), editor: LineEditor(text)))
  }

  /// Types what was pasted where there is a line to type in, and nowhere else.
  mutating func paste(_ text: String) {
    sheet.status = nil
    if Place.typing.contains(place) {
      type(text)
    } else {
      sheet.say("text is pasted into a line only, such as that of :")
    }
  }

  /// Types some text, where there is something to type in.
  mutating func type(_ text: String) {
    switch overlay {
    case .entry(var entry):
      entry.editor.insert(text)
      follow(entry)
    case .export(var dialog) where dialog.stage == .choosing:
      dialog.fileName.insert(text)
      dialog.hasOwnName = true
      dialog.complaint = nil
      overlay = .export(dialog)
    default: break
    }
  }

  /// Changes the line being typed.
  mutating func edit(_ edit: LineEditor.Edit) {
    switch overlay {
    case .entry(var entry):
      entry.editor.apply(edit)
      follow(entry)
    case .export(var dialog) where dialog.stage == .choosing:
      dialog.fileName.apply(edit)
      dialog.hasOwnName = true
      dialog.complaint = nil
      overlay = .export(dialog)
    default: break
    }
  }

  /// Makes the line being typed what is suggested first; the next time what is suggested after that.
  mutating func complete() {
    guard case .entry(var entry) = overlay, !entry.suggestions.isEmpty else { return }
    let suggestions = entry.suggestions
    let place = suggestions.firstIndex(of: entry.editor.text).map { $0 + 1 } ?? 0
    entry.editor = LineEditor()
    entry.editor.insert(suggestions[place % suggestions.count])
    entry.complaint = nil
    overlay = .entry(entry)
  }

  /// Shows a line as it is now, and tells the screen of it that had asked for it.
  private mutating func follow(_ entry: Entry) {
    var entry = entry
    entry.complaint = nil
    if case .screen = entry.purpose {
      entry.suggestions = screen.suggestions(for: entry.editor.text, sheet)
      screens[onScreen].hear(entry.editor.text, on: &sheet)
    }
    overlay = .entry(entry)
  }

  /// Applies what was typed; what cannot be applied stays, with the reason.
  mutating func apply(_ entry: Entry) -> [Effect] {
    switch entry.purpose {
    case .threshold(let threshold):
      put(threshold, entry)
      return []
    case .screen:
      if let complaint = screens[onScreen].accept(entry.editor.text, on: &sheet) {
        complain(entry, complaint)
      } else {
        overlay = nil
      }
      return []
    case .command:
      overlay = nil
      do throws(CommandError) {
        return try run(command: entry.editor.text)
      } catch {
        complain(entry, error.description)
        return []
      }
    }
  }

  private mutating func put(_ threshold: Threshold, _ entry: Entry) {
    guard let value = NumberEntry.value(of: entry.editor.text) else {
      complain(entry, NumberEntry.complaint(about: entry.editor.text))
      return
    }
    overlay = nil
    sheet.desk.activeThreshold = threshold
    sheet.desk.history.endRun()
    sheet.desk.set(threshold, to: value)
    sheet.hear()
    // A value without an encoding stays in the line, so that it can be mended.
    if let status = sheet.status, status.tone == .bad {
      complain(entry, status.text)
      sheet.status = nil
    }
  }

  private mutating func complain(_ entry: Entry, _ complaint: String) {
    var entry = entry
    entry.complaint = complaint
    overlay = .entry(entry)
  }
}
