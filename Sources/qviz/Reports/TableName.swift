import TerminalScreen

/// A name for a cell of a table: one of a hundred characters must not push all columns off the screen.
///
/// JSON, and sentences about one tensor, have names whole.
enum TableName {
  /// How many columns a name may take.
  private static let limit = 72

  /// The name; of a long one the beginning and the end, which says more.
  static func of(_ name: String) -> String {
    let shown = DisplayText(name)
    guard shown.columns > limit else { return name }
    let start = count(shown.string, columns: limit / 3)
    let end = count(shown.string.reversed(), columns: limit - limit / 3 - 1)
    return "\(shown.string.prefix(start))…\(shown.string.suffix(end))"
  }

  /// How many characters fit into some columns.
  private static func count(_ characters: some Sequence<Character>, columns: Int) -> Int {
    var width = 0
    var count = 0
    for character in characters {
      width += DisplayText.columns(of: character)
      if width > columns { break }
      count += 1
    }
    return count
  }
}
