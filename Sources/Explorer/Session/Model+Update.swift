internal import TerminalScreen

extension Model {
  /// Takes a message in.
  ///
  /// What is instant is measured before this returns, so that ``canvas(_:)`` only has to draw.
  ///
  /// - Returns: what the program is to do about it, in order.
  public mutating func update(_ message: Message) -> [Effect] {
    var effects: [Effect] = []
    switch message {
    case .key(.mouse(let action, let column, let row)):
      effects = mouse(action, column: column, row: row)
    case .key(let key):
      effects = press(key)
    case .resized(let newSize):
      sheet.size = newSize
    case .answer(let answer, let ticket):
      guard let recipient = sheet.tickets.recipient(of: ticket) else { return [] }
      effects = take(answer, on: ticket.topic, for: recipient)
    }
    sheet.hear()
    sheet.desk.measure()
    if screen.deskUse != .none { effects += sheet.desk.questions(&sheet.tickets) }
    return effects + screens[onScreen].prepare(&sheet)
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
    case .export(let tensor): takeExport(answer, of: tensor)
    }
    return []
  }

  private mutating func press(_ key: Key) -> [Effect] {
    // A message stands until the next key.
    sheet.status = nil
    guard let action = Keymap.action(for: key, in: place) else {
      if case .character(let character) = key { type(character) }
      return []
    }
    return perform(action)
  }

  /// Carries out what a key asked for.
  mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .desk(let action): sheet.desk.perform(action)
    case .screen(let action): return granted(screens[onScreen].perform(own: action, on: &sheet))
    case .show(let name): return show(name)
    case .back: return back()
    case .neighbour(let step): return openNeighbour(step)
    case .cycleGranularity: return load(sheet.desk.nextGranularity)
    case .nextAxis: return load(sheet.desk.nextAxis)
    case .typeThreshold: typeThreshold()
    case .command: overlay = .entry(Entry(purpose: .command, editor: LineEditor()))
    case .help: overlay = .help(firstLine: 0)
    case .export: return openExport()
    case .edit(let edit): self.edit(edit)
    case .scroll(let lines): scroll(by: lines)
    case .format(let step): return chooseFormat(by: step)
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
    if !sheet.contents.isList, case .failed(let sentence) = sheet.desk.tensor {
      return [.quit(.couldNotLoad(sentence))]
    }
    if case .confirmQuit = overlay { return [.quit(ending)] }
    guard sheet.unsavedCount > 0 else { return [.quit(ending)] }
    overlay = .confirmQuit(ending)
    return []
  }
}
