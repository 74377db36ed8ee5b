internal import TerminalScreen

/// Keys in words.
enum KeyText {
  /// A key as the help spells it.
  static func spelling(of key: Key) -> String {
    switch key {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .control(let character): "Ctrl-" + character.uppercased()
    case .arrow(let direction, let shift):
      (shift == .down ? "Shift-" : "") + spelling(of: direction)
    case .enter: "Enter"
    case .escape: "Esc"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    case .delete: "Delete"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .mouse: "mouse"
    case .paste: "paste"
    }
  }

  private static func spelling(of direction: Key.Direction) -> String {
    switch direction {
    case .left: "←"
    case .right: "→"
    case .up: "↑"
    case .down: "↓"
    }
  }
}
