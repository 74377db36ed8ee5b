internal import TerminalScreen

extension Keymap {
  /// A key and the few words about it at the bottom of the screen.
  struct Hint: Hashable, Sendable {
    /// The key, or two arrows.
    let keys: String
    /// What it does.
    let words: String
    /// Its place among those that are shown.
    let order: Int
    /// Its place among those that must be seen even where there is little room.
    let rank: Int
  }

  /// The hints for a place, the most useful ones first.
  static func hints(in place: Place) -> [Hint] {
    let hints = lines.enumerated().compactMap { index, line -> Hint? in
      guard let words = line.hint, line.places.contains(place) else { return nil }
      return Hint(keys: hintKeys(of: line), words: words, order: index, rank: line.rank)
    }
    return hints.sorted { ($0.rank, $0.order) < ($1.rank, $1.order) }
  }

  private static func hintKeys(of line: KeyLine) -> String {
    let keys = line.bindings.prefix(2).map(\.key)
    if case .arrow? = keys.first { return keys.map(KeyText.spelling).joined() }
    return keys.first.map(KeyText.spelling) ?? ""
  }
}

extension Model {
  /// The hints about keys that do something now.
  var usefulHints: [Keymap.Hint] {
    let hints = Keymap.hints(in: place).filter { !screen.idleHints(sheet).contains($0.words) }
    guard notice == nil else {
      return hints.filter { ["help", "quit", "close"].contains($0.words) }
    }
    guard overlay == nil, screen.inForceUse != .none else { return hints }
    let idle: Set =
      sheet.desk.inForce == nil ? ["scheme"] : ["move", "min/max", "type", "optimum", "export"]
    return hints.filter { !idle.contains($0.words) }
  }
}
