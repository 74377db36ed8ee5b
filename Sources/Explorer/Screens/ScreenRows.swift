internal import TerminalScreen

/// The rows that every screen has: the header above, the status line and the tabs below.
struct ScreenRows: Hashable, Sendable {
  /// The first row.
  let header: Rect
  /// What a screen fills on its own.
  let body: Rect
  /// What happened.
  let status: Rect
  /// The tabs and the keys.
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
