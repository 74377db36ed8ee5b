internal import TerminalScreen

/// The screens in the last row of the screen, with the columns that the mouse can press.
struct TabBar: Hashable, Sendable {
  /// One of the screens.
  struct Tab: Hashable, Sendable {
    /// The screen.
    let screen: ScreenName
    /// What it says.
    let text: StyledText
    /// Where it begins.
    let column: Int
  }

  /// The screens from left to right.
  let tabs: [Tab]
  /// The row of the screen.
  let row: Int
  /// The column behind the last one.
  let endColumn: Int

  /// The tabs of all screens, of which one is on.
  init(size: ScreenSize, screen: ScreenName) {
    row = size.rows - 1
    let isNarrow = size.columns < ScreenShape.smallestFull.columns
    var tabs: [Tab] = []
    var column = isNarrow ? 0 : 1
    for name in ScreenList.all.map(\.name) {
      let number = "\(name.number)"
      let text: StyledText =
        name == screen
        ? StyledText(" \(number) \(name.title) ", .selected)
        : isNarrow
          ? StyledText(" \(number) ", .accent)
          : StyledText(" \(number)", .accent) + StyledText(" \(name.title) ", .muted)
      tabs.append(Tab(screen: name, text: text, column: column))
      column += text.columns
    }
    self.tabs = tabs
    endColumn = column
  }

  /// The screen whose tab is at a place; nil if there is none.
  func screen(atColumn column: Int, row: Int) -> ScreenName? {
    guard row == self.row else { return nil }
    return tabs.first { $0.column <= column && column < $0.column + $0.text.columns }?.screen
  }
}
