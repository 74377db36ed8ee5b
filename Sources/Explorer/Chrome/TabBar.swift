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
  ///
  /// - Parameters:
  ///   - size: How large the screen is.
  ///   - screen: The screen that is on.
  ///   - inForce: What is in force in place of a scheme, for the tab of who shows it; nil for nothing.
  init(size: ScreenSize, screen: ScreenName, inForce: String? = nil) {
    row = size.rows - 1
    let isNarrow = size.columns < ScreenShape.smallestFull.columns
    var tabs: [Tab] = []
    var column = isNarrow ? 0 : 1
    for other in ScreenList.all {
      let name = other.name
      let mark =
        other.inForceUse == .shows
        ? inForce.map { size.columns < Self.wideColumns ? "◆ " : "◆ \($0) " } ?? "" : ""
      let text: StyledText =
        name == screen
        ? StyledText(" \(name.number) \(name.title) \(mark)", .selected)
        : isNarrow
          ? StyledText(" \(name.number) ", .accent)
          : StyledText(" \(name.number)", .accent) + StyledText(" \(name.title) \(mark)", .muted)
      tabs.append(Tab(screen: name, text: text, column: column))
      column += text.columns
    }
    self.tabs = tabs
    endColumn = column
  }

  /// From here on there is room for what is in force.
  private static let wideColumns = 110

  /// The screen whose tab is at a place; nil if there is none.
  func screen(atColumn column: Int, row: Int) -> ScreenName? {
    guard row == self.row else { return nil }
    return tabs.first { $0.column <= column && column < $0.column + $0.text.columns }?.screen
  }
}

extension Model {
  /// The tabs as they are now.
  var tabBar: TabBar {
    let desk = sheet.desk
    // On the list no tensor is on the screen.
    let inForce = screen.deskUse == .none ? nil : desk.inForce
    return TabBar(
      size: size, screen: screen.name,
      inForce: inForce.map { $0 == .stored ? "as stored" : RecodingText.name($0, desk) })
  }
}
