import TerminalScreen

/// Reads keys off a screen.
struct KeyReader {
  /// How long the rest of an escape sequence may take on the line.
  static let patienceInMilliseconds: Int32 = 25

  private var characters = CharacterAssembler()
  private var decoder = KeyDecoder()

  /// The next key, if one is there already, and whether anything at all was.
  mutating func nextKey(of screen: borrowing CursesScreen) -> (key: Key?, hasRead: Bool) {
    var hasRead = false
    // Once without an answer is enough: a terminal that is gone always seems to have more.
    var hasWaited = false
    while true {
      if let key = decoder.takeKey() { return (key, true) }
      switch screen.read(into: &characters) {
      case .unit(let unit):
        (hasRead, hasWaited) = (true, false)
        decoder.feed(unit)
      case .nothingWhole:
        (hasRead, hasWaited) = (true, false)
      case .nothing where decoder.isInsideSequence && !hasWaited:
        hasWaited = true
        screen.waitForInput(Self.patienceInMilliseconds)
      case .nothing:
        decoder.flush()
        return (decoder.takeKey(), hasRead)
      }
    }
  }
}
