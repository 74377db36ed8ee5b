internal import TerminalScreen

/// A line of the help: some keys that belong together.
struct KeyLine: Sendable {
  /// The heading it stands under.
  let group: KeyGroup
  /// Where these keys mean this.
  private(set) var places: Set<Place>
  /// The keys, in the order in which they are shown, and what each asks for.
  let bindings: [(key: Key, action: Action)]
  /// What they do.
  let help: String
  /// The few words at the bottom of the screen; nil if they are not shown there.
  let hint: String?
  /// The place of the hint among those that must be seen even where there is little room.
  let rank: Int

  /// A line of the table.
  init(
    _ group: KeyGroup, in places: Set<Place> = [], _ bindings: [(Key, Action)], _ help: String,
    hint: String? = nil, rank: Int = .max
  ) {
    self.group = group
    self.places = places
    self.bindings = bindings.map { (key: $0.0, action: $0.1) }
    self.help = help
    self.hint = hint
    self.rank = rank
  }

  /// A line of keys of the desk.
  init(
    _ group: KeyGroup, desk bindings: [(Key, DeskAction)], _ help: String, hint: String? = nil,
    rank: Int = .max
  ) {
    self.init(group, bindings.map { ($0.0, .desk($0.1)) }, help, hint: hint, rank: rank)
  }

  /// A line of keys of one screen.
  init(
    _ group: KeyGroup, own bindings: [(Key, some Hashable & Sendable)], _ help: String,
    hint: String? = nil, rank: Int = .max
  ) {
    self.init(
      group, bindings.map { ($0.0, .screen(ScreenAction($0.1))) }, help, hint: hint, rank: rank)
  }

  /// The line where its keys mean what it says.
  func placed(in places: Set<Place>) -> KeyLine {
    var line = self
    line.places = places
    return line
  }

  /// The keys as the help spells them.
  var keys: String { bindings.map { KeyText.spelling(of: $0.key) }.joined(separator: " ") }
}

/// A heading of the help.
struct KeyGroup: Hashable, Sendable {
  /// What it says.
  let title: String

  /// Keys that change how the picture of a screen looks.
  static let picture = KeyGroup(title: "picture")
}
