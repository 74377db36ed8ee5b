/// Where a key is pressed: the same key may mean different things.
enum Place: Hashable, Sendable {
  /// A screen with nothing over it.
  case screen(ScreenName)
  /// The keys.
  case help
  /// What a screen explains.
  case explanation
  /// A line being typed.
  case entry
  /// The export dialog, while the person chooses.
  case export
  /// A question that wants yes or no.
  case question

  /// Where text is typed.
  static let typing: Set<Place> = [.entry, .export]
  /// What lies over a screen and has the keyboard.
  static let overlays: Set<Place> = [.help, .explanation, .entry, .export, .question]
}
