internal import TerminalScreen

/// One of the screens: what it alone knows, and all that it does with the worksheet that all share.
///
/// Everything of a screen is in one folder, and no screen names another. After each message the
/// session asks the one that is on to ``prepare(_:)``; from then on it only draws.
protocol Screen: Sendable {
  /// What its own keys ask for.
  associatedtype OwnAction: Hashable & Sendable

  /// What it is called.
  var name: ScreenName { get }
  /// What it has to do with the tensor on the desk.
  var deskUse: DeskUse { get }
  /// Its own keys, in the order of the help; the headings of the help follow from them.
  var keys: [KeyLine] { get }

  /// Carries out what one of its keys asked for.
  ///
  /// - Returns: what it wants of the session; nil if nothing.
  mutating func perform(_ action: OwnAction, on sheet: inout Worksheet) -> Request?
  /// Takes in the line that it had asked for.
  ///
  /// - Returns: why the line cannot be accepted; nil if it was.
  mutating func accept(_ line: String, on sheet: inout Worksheet) -> String?
  /// Takes in what the mouse did on it; a drag and a release come to where the press was.
  mutating func mouse(
    _ action: Key.MouseAction, column: Int, row: Int, on sheet: inout Worksheet)
  /// Measures what is instant, and asks for what is not and nobody has asked for yet.
  mutating func prepare(_ sheet: inout Worksheet) -> [Effect]
  /// Takes in what came of a computation that it had asked for.
  mutating func take(_ result: Computation.Result, on sheet: inout Worksheet)

  /// What the status line says where no key has done anything to speak of.
  func idleWords(_ sheet: Worksheet) -> String
  /// What ``Request/explain`` shows, in lines of so many columns; nil if there is nothing.
  func explanation(_ sheet: Worksheet, columns: Int) -> Explanation?
  /// Draws the body of the screen.
  func draw(_ sheet: Worksheet, on canvas: inout Canvas)
}

/// What a screen has to do with the tensor on the desk.
enum DeskUse: Hashable, Sendable {
  /// Nothing: it is not about one tensor, and the keys of the desk do nothing on it.
  case none
  /// It shows the tensor: keys change the scheme, the block, and what was done before.
  case shows
  /// It shows the thresholds too, and keys move them.
  case tunes
}

/// What a screen wants of the session.
enum Request: Hashable, Sendable {
  /// Show its explanation over it.
  case explain
  /// Let a line be typed, with a text in it to begin with; it comes back as
  /// ``Screen/accept(_:on:)``.
  case type(label: String, text: String)
}

/// A page about something on a screen.
struct Explanation {
  /// What it is about, for the status line.
  let subject: String
  /// The page.
  let lines: [StyledText]
}

extension Screen {
  func accept(_ line: String, on sheet: inout Worksheet) -> String? { nil }
  func mouse(_ action: Key.MouseAction, column: Int, row: Int, on sheet: inout Worksheet) {}
  func prepare(_ sheet: inout Worksheet) -> [Effect] { [] }
  func take(_ result: Computation.Result, on sheet: inout Worksheet) {}
  func explanation(_ sheet: Worksheet, columns: Int) -> Explanation? { nil }

  /// Carries out an action if it is one of its own.
  mutating func perform(own action: ScreenAction, on sheet: inout Worksheet) -> Request? {
    guard let action = action.value as? OwnAction else { return nil }
    return perform(action, on: &sheet)
  }
}
