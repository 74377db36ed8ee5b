internal import TerminalScreen

/// A name that fits some columns, with the letters that a search found.
struct ShortName: Hashable, Sendable {
  /// What is shown, in the style of names.
  let text: StyledText

  /// A name shortened so that its neighbours are still told apart: the first words lose
  /// their ends, as many as it takes, numbers and the last word stay; what is too long even then
  /// loses its middle.
  ///
  /// - Parameters:
  ///   - name: the name as its file has it.
  ///   - found: the bytes of it that a search found.
  ///   - columns: how many columns it may take.
  ///   - style: how it is drawn.
  init(_ name: String, found: Set<Int> = [], columns: Int, style: Style) {
    let whole = ShortName.characters(of: name, found: found)
    let characters = ShortName.abbreviated(whole, columns: columns)
    let total = characters.reduce(0) { $0 + $1.width }
    guard total > columns else {
      text = ShortName.styled(characters[...], style)
      return
    }
    // A third for the beginning, and the rest for the end, by which neighbours differ.
    let head = ShortName.prefix(of: characters, columns: max((columns - 1) / 3, 0))
    let used = head.reduce(0) { $0 + $1.width }
    let tail = ShortName.suffix(of: characters, columns: max(columns - 1 - used, 0))
    text =
      columns > 0
      ? ShortName.styled(head, style) + StyledText("…", style) + ShortName.styled(tail, style) : ""
  }

  private struct Letter {
    let character: Character
    let isFound: Bool
    let width: Int

    /// Whether it stands between two words.
    var isSeparator: Bool { character == "." || character == "/" }
  }

  private static func characters(of name: String, found: Set<Int>) -> [Letter] {
    var byte = 0
    return name.flatMap { character -> [Letter] in
      defer { byte += character.utf8.count }
      let isFound = found.contains(byte)
      // A byte that is no text is shown by several.
      return DisplayText(String(character)).string.map { shown in
        Letter(character: shown, isFound: isFound, width: DisplayText.columns(of: shown))
      }
    }
  }

  /// The letters without the ends of the first words, of each but one letter, as far as it takes.
  private static func abbreviated(_ letters: [Letter], columns: Int) -> [Letter] {
    var excess = letters.reduce(0) { $0 + $1.width } - columns
    guard excess > 0 else { return letters }
    var kept: [Letter] = []
    var start = 0
    while excess > 0, let end = letters[start...].firstIndex(where: \.isSeparator) {
      let word = letters[start..<end]
      let isNumber = word.allSatisfy { $0.character.isNumber }
      let short = isNumber ? word : word.prefix(max(word.count - excess, 1))
      excess -= word.dropFirst(short.count).reduce(0) { $0 + $1.width }
      kept += short + [letters[end]]
      start = end + 1
    }
    return kept + letters[start...]
  }

  private static func prefix(of letters: [Letter], columns: Int) -> ArraySlice<Letter> {
    var left = columns
    return letters.prefix { letter in
      left -= letter.width
      return left >= 0
    }
  }

  private static func suffix(of letters: [Letter], columns: Int) -> ArraySlice<Letter> {
    var left = columns
    var start = letters.endIndex
    while start > letters.startIndex, letters[start - 1].width <= left {
      start -= 1
      left -= letters[start].width
    }
    return letters[start...]
  }

  private static func styled(_ letters: ArraySlice<Letter>, _ style: Style) -> StyledText {
    var text: StyledText = ""
    var run = ""
    var isFound = false
    func end() {
      let shown: Style =
        isFound ? Style(.accent, isBold: true, isReversed: style.isReversed) : style
      text += StyledText(run, shown)
      run = ""
    }
    for letter in letters {
      if letter.isFound != isFound {
        end()
        isFound = letter.isFound
      }
      run.append(letter.character)
    }
    end()
    return text
  }
}
