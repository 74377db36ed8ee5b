/// What the person at the keyboard or the mouse did, free of any terminal's codes.
public enum Key: Hashable, Sendable {
  /// A printing character, shift already applied.
  case character(Character)
  /// A letter with Control, in lower case: Ctrl-C is `.control("c")`.
  case control(Character)
  /// An arrow, with Shift or without.
  case arrow(Direction, shift: Shift)
  /// The Return or Enter key.
  case enter
  /// The Escape key.
  case escape
  /// The Tab key.
  case tab
  /// Shift and Tab together.
  case backTab
  /// The Backspace key.
  case backspace
  /// The Delete key.
  case delete
  /// The Home key.
  case home
  /// The End key.
  case end
  /// The Page Up key.
  case pageUp
  /// The Page Down key.
  case pageDown
  /// Text that was pasted in one piece: one line without control characters.
  case paste(String)
  /// A mouse button went down, moved while down, or was let go, at a place counted from 0.
  case mouse(MouseAction, column: Int, row: Int)

  /// Where an arrow points.
  public enum Direction: Hashable, Sendable, CaseIterable {
    /// Towards the first column.
    case left
    /// Towards the last column.
    case right
    /// Towards the first row.
    case up
    /// Towards the last row.
    case down
  }

  /// Whether Shift was held.
  public enum Shift: Hashable, Sendable {
    /// It was not.
    case up
    /// It was.
    case down
  }

  /// What a mouse button did.
  public enum MouseAction: Hashable, Sendable {
    /// The first button went down.
    case press
    /// The mouse moved with the first button down.
    case drag
    /// The first button came up.
    case release
    /// The wheel turned away from the person.
    case wheelUp
    /// The wheel turned towards the person.
    case wheelDown
  }
}
