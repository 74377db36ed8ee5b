extension Worksheet {
  /// Asks for what is tuned to be kept, where it has changed.
  mutating func keepTuning() -> [Effect] {
    guard let snapshot = desk.takeChange() else { return [] }
    hear()
    return [.keep(snapshot, tickets.issue(.keeping, for: .session))]
  }

  /// Takes in what became of keeping, and what is kept.
  mutating func take(_ answer: Answer) {
    switch answer {
    case .keptTensors(let tensors): memory.kept = Set(tensors)
    case .notKept(let sentence) where !memory.hasComplained:
      memory.hasComplained = true
      say("not kept for next time: \(sentence)", .bad)
    case .keptBesideAnother where !memory.hasSaidOther:
      memory.hasSaidOther = true
      say(
        "another qviz tunes this tensor: what it had kept is the one before (:resume before)", .bad)
    default: break
    }
  }
}
