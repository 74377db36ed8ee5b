internal import QuantizationEngine
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
      size = newSize
    case .answer(let answer, let ticket):
      guard tickets.isNewest(ticket) else { return [] }
      effects = take(answer, on: ticket.topic)
    }
    measure()
    return effects + questions()
  }

  /// Where a key is pressed now.
  var place: Place {
    switch overlay {
    case .help: .help
    case .explanation: .explanation
    case .entry: .entry
    case .export(let dialog):
      if case .confirming = dialog.stage { .question } else { .export }
    case .confirmQuit: .question
    case nil:
      switch view {
      case .explore: .explore
      case .tradeOff: .tradeOff
      case .calibrators: .calibrators
      }
    }
  }

  private mutating func press(_ key: Key) -> [Effect] {
    // A message stands until the next key.
    status = nil
    guard let action = Keymap.action(for: key, in: place) else {
      if case .character(let character) = key { type(character) }
      return []
    }
    return perform(action)
  }

  /// Carries out what a key asked for.
  mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .show, .toggleCounts, .zoom, .fit, .toggleMap, .block, .row, .choose, .chooseOther, .help,
      .reorder, .markRow, .explain:
      look(action)
    case .move(let direction, let reach):
      move(direction, reach)
    case .minMax, .leastError, .undo, .redo, .takeRow, .bits, .cycleSymmetry, .toggleLock,
      .toggleSignedness, .cycleRounding, .cycleToolchain, .toggleScaling, .percentile:
      tune(action)
    case .typeThreshold, .typePercentile, .command:
      open(action)
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

  /// Says what happened.
  mutating func say(_ text: String, _ tone: Status.Tone = .plain) {
    status = Status(text: text, tone: tone)
  }

  /// Ends the program, unless something tuned would be lost and the person has not agreed.
  mutating func leave(_ ending: Ending) -> [Effect] {
    if case .failed(let sentence) = tensor { return [.quit(.couldNotLoad(sentence))] }
    if case .confirmQuit = overlay { return [.quit(ending)] }
    guard hasUnsavedTuning else { return [.quit(ending)] }
    overlay = .confirmQuit(ending)
    return []
  }
}
