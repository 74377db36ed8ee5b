/// One line of text being typed.
struct LineEditor: Hashable, Sendable {
  /// What it says.
  private(set) var characters: [Character]
  /// The character before which typing goes; the number of characters at the end.
  private(set) var cursor: Int
  /// Whether the text is what stood there before, so that typing replaces it.
  private(set) var isUntouched: Bool

  /// A line with some text in it, which the first typed character replaces.
  init(_ text: String = "") {
    characters = Array(text)
    cursor = characters.count
    isUntouched = !text.isEmpty
  }

  /// What it says.
  var text: String { String(characters) }

  /// The longest text that can be typed.
  static let limit = 1000

  /// What an editing key does.
  enum Edit: Hashable, Sendable {
    case left, right, toStart, toEnd, deleteBackward, deleteForward, deleteWord, clear
  }

  /// Types some text, as far as there is room.
  mutating func insert(_ text: String) {
    for character in text { insert(character) }
  }

  /// Types a character, if there is room.
  mutating func insert(_ character: Character) {
    if isUntouched { apply(.clear) }
    guard characters.count < LineEditor.limit else { return }
    characters.insert(character, at: cursor)
    cursor += 1
  }

  /// Does what an editing key asks.
  mutating func apply(_ edit: Edit) {
    isUntouched = false
    switch edit {
    case .left: cursor = max(cursor - 1, 0)
    case .right: cursor = min(cursor + 1, characters.count)
    case .toStart: cursor = 0
    case .toEnd: cursor = characters.count
    case .deleteBackward:
      guard cursor > 0 else { return }
      cursor -= 1
      characters.remove(at: cursor)
    case .deleteForward:
      guard cursor < characters.count else { return }
      characters.remove(at: cursor)
    case .deleteWord:
      while cursor > 0, characters[cursor - 1] == " " { apply(.deleteBackward) }
      while cursor > 0, characters[cursor - 1] != " " { apply(.deleteBackward) }
    case .clear:
      characters = []
      cursor = 0
    }
  }
}
