/// Keys written as text, as `qviz snapshot --keys` and the tests take them.
///
/// Words are separated by spaces. A word that is the name of a key is that key; any other word is
/// its characters, one key each: `LL Tab 2 Enter` is L, L, Tab, 2, Enter.
///
/// | word | key |
/// | --- | --- |
/// | `Left` `Right` `Up` `Down` | arrows; with `S-` in front, with Shift |
/// | `Enter` `Escape` `Tab` `BTab` `Space` | themselves; `BTab` is Shift and Tab |
/// | `BSpace` `Delete` `Home` `End` `PageUp` `PageDown` | themselves |
/// | `C-r` | a letter with Control |
/// | `Paste:text` | the text behind the colon, pasted |
public enum KeyScript {
  /// The keys that a text stands for.
  public static func keys(in text: String) -> [Key] {
    text.split(separator: " ").flatMap { word in
      key(named: word).map { [$0] } ?? word.map(Key.character)
    }
  }

  private static func key(named word: Substring) -> Key? {
    if let named = named[String(word)] { return named }
    if word.hasPrefix("Paste:") { return .paste(String(word.dropFirst(6))) }
    guard word.hasPrefix("C-"), word.count == 3, let letter = word.last, letter.isASCII,
      letter.isLetter
    else { return nil }
    return .control(Character(letter.lowercased()))
  }

  private static let named: [String: Key] = [
    "Left": .arrow(.left, shift: .up), "Right": .arrow(.right, shift: .up),
    "Up": .arrow(.up, shift: .up), "Down": .arrow(.down, shift: .up),
    "S-Left": .arrow(.left, shift: .down), "S-Right": .arrow(.right, shift: .down),
    "S-Up": .arrow(.up, shift: .down), "S-Down": .arrow(.down, shift: .down),
    "Enter": .enter, "Escape": .escape, "Tab": .tab, "BTab": .backTab,
    "Space": .character(" "), "BSpace": .backspace, "Delete": .delete,
    "Home": .home, "End": .end, "PageUp": .pageUp, "PageDown": .pageDown,
  ]
}
