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
  }

  /// The hints for a place, the most useful ones first.
  static func hints(in place: Place) -> [Hint] {
    let hints = lines.enumerated().compactMap { index, line -> Hint? in
      guard let words = line.hint, line.places.contains(place) else { return nil }
      return Hint(keys: hintKeys(of: line), words: words, order: index)
    }
    return foremost.flatMap { words in hints.filter { $0.words == words } }
      + hints.filter { !foremost.contains($0.words) }
  }

  /// What must be seen even where there is little room.
  private static let foremost = ["help", "move", "take", "export", "min/max", "curve/map"]

  private static func hintKeys(of line: Line) -> String {
    let keys = line.bindings.prefix(2).map(\.key)
    if case .arrow? = keys.first { return keys.map(spelling).joined() }
    return keys.first.map(spelling) ?? ""
  }
}
