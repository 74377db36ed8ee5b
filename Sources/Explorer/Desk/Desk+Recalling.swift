internal import QuantizationEngine

extension Desk {
  /// Asks for what was tuned in earlier sessions, once.
  mutating func recallQuestion(_ tickets: inout TicketBook) -> [Effect] {
    guard loaded != nil, recollection.stage == .unasked else { return [] }
    recollection.stage = .asked
    return [.recall(position, tickets.issue(.recall, for: .desk(position)))]
  }

  /// Takes in what was tuned in earlier sessions.
  mutating func take(_ tunings: [RecalledTuning], _ complaint: String?) {
    if note == nil, let found = tunings.first?.note {
      note = found
      keptNote = found
    }
    recollection.tunings = tunings.filter(differs)
    recollection.stage = recollection.tunings.isEmpty || isTuned ? .closed : .offered
    if let complaint { say(complaint, .bad) }
  }

  /// What there is to be taken up, as the status line offers it; nil where nothing is offered.
  var offer: String? {
    guard recollection.stage == .offered, let newest = recollection.tunings.first else {
      return nil
    }
    let words = "tuned here on \(newest.time): R takes it up"
    return newest.fileChange == .none ? words : words + " (the file has changed since)"
  }

  /// What is tuned, if it has changed since this was asked last.
  mutating func takeChange() -> TunedTensor? {
    guard loaded != nil, isTuned || note != keptNote || recollection.kept != nil else { return nil }
    let isKept = recollection.kept.map { $0 == (granularity, tuning, note) } ?? false
    // Two tunings on one base are compared in no time.
    recollection.kept = (granularity, tuning, note)
    guard !isKept else { return nil }
    if recollection.stage == .offered, let newest = recollection.tunings.first {
      recollection.stage = .closed
      sayIfSilent("R still takes up \(newest.label)")
    }
    return tuned
  }

  /// What is tuned now; nil where nothing of the tensor was ever there.
  var tuned: TunedTensor? {
    guard let layout = loaded?.layout ?? resumption?.layout else { return nil }
    return TunedTensor(
      tuning, tensor: position, name: subject.tensorName, layout: layout, note: note,
      loaded: loaded, knownError: loaded == nil ? resumption?.error : measuredError)
  }

  /// Whether a tuning is another one than the current one.
  private func differs(_ recalled: RecalledTuning) -> Bool {
    guard let loaded, recalled.granularity == granularity else { return true }
    return recalled.tuning(of: loaded) != tuning
  }
}
