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

/// The rows that every view has: the header above, the status line and the tabs below.
struct Chrome: Hashable, Sendable {
  /// The first row.
  let header: Rect
  /// What a view fills.
  let body: Rect
  /// What happened.
  let status: Rect
  /// The views and the keys.
  let footer: Rect

  /// The rows of a screen.
  init(_ size: ScreenSize) {
    var rest = Rect(size)
    header = rest.cutTop(1)
    footer = rest.cutBottom(1)
    status = rest.cutBottom(1)
    body = rest
  }
}
