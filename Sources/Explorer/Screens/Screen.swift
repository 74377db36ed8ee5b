internal import TerminalScreen

/// One of the screens: what it alone knows, and all that it does with the worksheet that all share.
///
/// Everything of a screen is in one folder, and no screen names another. After each message the
/// session asks the one that is on to ``prepare(_:)``, before a picture to ``measure(_:)``; from then on
/// it only draws.
protocol Screen: Sendable {
  /// What its own keys ask for.
  associatedtype OwnAction: Hashable & Sendable

  /// What it is called.
  var name: ScreenName { get }
  /// What it has to do with the tensor on the desk.
  var deskUse: DeskUse { get }
  /// What it does with what is in force in place of a scheme.
  var inForceUse: InForceUse { get }
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
  /// Hears what the line that it had asked for is, while it is typed; nil when it is given up.
  mutating func hear(_ line: String?, on sheet: inout Worksheet)
  /// What the line that it had asked for may become, the likeliest first.
  func suggestions(for line: String, _ sheet: Worksheet) -> [String]
  /// Takes in what the mouse did on it; a drag and a release come to where the press was.
  ///
  /// - Returns: what it wants of the session; nil if nothing.
  mutating func mouse(
    _ action: Key.MouseAction, column: Int, row: Int, on sheet: inout Worksheet
  ) -> Request?
  /// Measures what is instant, before a picture is drawn.
  mutating func measure(_ sheet: inout Worksheet)
  /// Asks for what takes long and nobody has asked for yet, after each message.
  mutating func prepare(_ sheet: inout Worksheet) -> [Effect]
  /// Takes in what the worker says about something that it had asked for.
  mutating func take(_ answer: Answer, on sheet: inout Worksheet)
  /// Hears that the tensor on the desk is asked for anew, or another one comes: nobody will answer what
  /// it had asked about it.
  mutating func abandonQuestions()
  /// Hears that another screen is shown.
  mutating func leave(_ sheet: inout Worksheet) -> [Effect]

  /// The first row; nil for that of the tensor on the desk.
  func header(_ sheet: Worksheet) -> Header?
  /// What the status line says where no key has done anything to speak of.
  func idleWords(_ sheet: Worksheet) -> String
  /// What ``Request/explain`` shows, in lines of so many columns; nil if there is nothing.
  func explanation(_ sheet: Worksheet, columns: Int) -> Explanation?
  /// The words of hints about keys of its own that do nothing as things are.
  func idleHints(_ sheet: Worksheet) -> Set<String>
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

/// What a screen of the tensor on the desk does with a number format in force, or what is stored.
enum InForceUse: Hashable, Sendable {
  /// Nothing: it is about the thresholds of a scheme.
  case none
  /// It is about number formats themselves.
  case chooses
  /// It shows what becomes of the tensor, whatever is in force.
  case shows
}

/// What a screen wants of the session.
enum Request: Hashable, Sendable {
  /// Show its explanation over it.
  case explain
  /// Let a line be typed, with a text in it to begin with; it comes back as
  /// ``Screen/accept(_:on:)``.
  case type(label: String, text: String)
  /// Put a tensor on the desk, and show the screen of the desk that was on last.
  case open(Int)
  /// Show the screen that shows what is in force.
  case showInForce
}

/// A page about something on a screen.
struct Explanation {
  /// What it is about, for the status line.
  let subject: String
  /// The page.
  let lines: [StyledText]
}

extension Screen {
  var inForceUse: InForceUse { .none }

  func accept(_ line: String, on sheet: inout Worksheet) -> String? { nil }
  func hear(_ line: String?, on sheet: inout Worksheet) {}
  func suggestions(for line: String, _ sheet: Worksheet) -> [String] { [] }
  func mouse(
    _ action: Key.MouseAction, column: Int, row: Int, on sheet: inout Worksheet
  ) -> Request? { nil }
  func measure(_ sheet: inout Worksheet) {}
  func prepare(_ sheet: inout Worksheet) -> [Effect] { [] }
  func take(_ answer: Answer, on sheet: inout Worksheet) {}
  func abandonQuestions() {}
  func leave(_ sheet: inout Worksheet) -> [Effect] { [] }
  func header(_ sheet: Worksheet) -> Header? { nil }
  func idleHints(_ sheet: Worksheet) -> Set<String> { [] }
  func explanation(_ sheet: Worksheet, columns: Int) -> Explanation? { nil }

  /// Carries out an action if it is one of its own.
  mutating func perform(own action: ScreenAction, on sheet: inout Worksheet) -> Request? {
    guard let action = action.value as? OwnAction else { return nil }
    return perform(action, on: &sheet)
  }
}
