internal import TerminalScreen

extension Model {
  /// Takes a message in.
  ///
  /// Nothing is measured yet, so that any number of keys that come at once cost next to nothing; see
  /// ``settle()``.
  ///
  /// - Returns: what the program is to do about it, in order.
  public mutating func update(_ message: Message) -> [Effect] {
    var effects: [Effect] = []
    switch message {
    case .key(.mouse(let action, let column, let row)):
      // What it points at is in the picture.
      settle()
      effects = mouse(action, column: column, row: row)
    case .key(.paste(let text)):
      paste(text)
    case .key(let key):
      effects = press(key)
    case .resized(let newSize):
      sheet.size = newSize
    case .answer(let answer, let ticket):
      guard let recipient = sheet.tickets.recipient(of: ticket) else { return [] }
      effects = take(answer, on: ticket.topic, for: recipient)
    }
    isSettled = false
    sheet.hear()
    if screen.deskUse != .none { effects += sheet.desk.questions(&sheet.tickets) }
    effects += sheet.keepTuning()
    return effects + screens[onScreen].prepare(&sheet)
  }

  /// Measures what is instant, for the picture: once after however many messages.
  public mutating func settle() {
    guard !isSettled else { return }
    sheet.desk.measure()
    screens[onScreen].measure(&sheet)
    isSettled = true
  }

  /// Hands an answer to who asked.
  private mutating func take(
    _ answer: Answer, on topic: Topic, for recipient: Recipient
  ) -> [Effect] {
    switch recipient {
    case .desk(sheet.desk.position): return sheet.desk.take(answer, on: topic, &sheet.tickets)
    case .desk: break
    case .screen(let name):
      if let index = screens.firstIndex(where: { $0.name == name }) {
        screens[index].take(answer, on: &sheet)
      }
    case .export: takeExport(answer)
    case .session: sheet.take(answer)
    }
    return []
  }

  private mutating func press(_ key: Key) -> [Effect] {
    // A message stands until the next key.
    sheet.status = nil
    guard let action = Keymap.action(for: key, in: place) else {
      if case .character(let character) = key { type(String(character)) }
      return []
    }
    return perform(action)
  }

  /// Carries out what a key asked for.
  mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .desk(let action): return loading(sheet.desk.perform(action, &sheet.tickets))
    case .screen(let action): return granted(screens[onScreen].perform(own: action, on: &sheet))
    case .show(let name): return show(name)
    case .back: return leaveInForce() ? [] : back()
    case .neighbour(let step): return openNeighbour(step)
    case .cycleGranularity: return cycleGranularity()
    case .nextAxis:
      return sheet.desk.refuses(.axis) ? [] : load(sheet.desk.nextAxis)
    case .typeThreshold: typeThreshold()
    case .command: overlay = .entry(Entry(purpose: .command, editor: LineEditor()))
    case .help: overlay = .help(firstLine: 0)
    case .export: return openExport()
    case .worksheet: return openExport(.worksheet)
    case .edit(let edit): self.edit(edit)
    case .complete: complete()
    case .scroll(let lines): scroll(by: lines)
    case .format(let step): return chooseFormat(by: step)
    case .otherScope: return chooseOtherScope()
    case .accept: return accept()
    case .dismiss: dismiss()
    case .quit: return leave(.done)
    case .interrupt: return leave(.interrupted)
    case .suspend: return [.suspend]
    }
    return []
  }

  /// Ends the program, unless something tuned would be lost and the person has not agreed.
  mutating func leave(_ ending: Ending) -> [Effect] {
    if case .confirmQuit = overlay { return [.quit(ending)] }
    guard sheet.unsaved.isEmpty else {
      overlay = .confirmQuit(ending)
      return []
    }
    if !sheet.contents.isList, case .failed(let sentence) = sheet.desk.tensor {
      return [.quit(.couldNotLoad(sentence))]
    }
    return [.quit(ending)]
  }
}
