internal import TerminalScreen

/// How much of the explorer a screen can show.
enum ScreenShape: Hashable, Sendable {
  /// Nothing but a sentence that asks for more room.
  case tooSmall
  /// Numbers first, and a small picture.
  case compact
  /// Everything.
  case full

  /// The smallest screen that shows anything.
  static let smallest = ScreenSize(columns: 40, rows: 10)
  /// The smallest screen that shows everything.
  static let smallestFull = ScreenSize(columns: 76, rows: 20)

  /// The shape for a screen.
  init(_ size: ScreenSize) {
    if size.columns >= Self.smallestFull.columns, size.rows >= Self.smallestFull.rows {
      self = .full
    } else if size.columns >= Self.smallest.columns, size.rows >= Self.smallest.rows {
      self = .compact
    } else {
      self = .tooSmall
    }
  }
}
