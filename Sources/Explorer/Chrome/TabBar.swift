internal import TerminalScreen

/// The views in the last row of the screen, with the columns that the mouse can press.
struct TabBar: Hashable, Sendable {
  /// One of the views.
  struct Tab: Hashable, Sendable {
    /// The view.
    let view: ViewName
    /// What it says.
    let text: StyledText
    /// Where it begins.
    let column: Int
  }

  /// The views from left to right.
  let tabs: [Tab]
  /// The row of the screen.
  let row: Int
  /// The column behind the last one.
  let endColumn: Int

  /// The tabs of a screen on which a view is shown.
  init(size: ScreenSize, view: ViewName) {
    row = size.rows - 1
    let isNarrow = size.columns < ScreenShape.smallestFull.columns
    var tabs: [Tab] = []
    var column = isNarrow ? 0 : 1
    for (index, name) in ViewName.allCases.enumerated() {
      let number = "\(index + 1)"
      let text: StyledText =
        name == view
        ? StyledText(" \(number) \(name.title) ", .selected)
        : isNarrow
          ? StyledText(" \(number) ", .accent)
          : StyledText(" \(number)", .accent) + StyledText(" \(name.title) ", .muted)
      tabs.append(Tab(view: name, text: text, column: column))
      column += text.columns
    }
    self.tabs = tabs
    endColumn = column
  }

  /// The view at a place of the screen; nil if there is none.
  func view(atColumn column: Int, row: Int) -> ViewName? {
    guard row == self.row else { return nil }
    return tabs.first { $0.column <= column && column < $0.column + $0.text.columns }?.view
  }
}

extension ViewName {
  /// What the tabs call it.
  var title: String {
    switch self {
    case .explore: "explore"
    case .tradeOff: "trade-off"
    case .calibrators: "calibrators"
    }
  }
}
