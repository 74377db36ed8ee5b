/// What lies over a screen and has the keyboard.
enum Overlay: Hashable, Sendable {
  /// The keys, from this line on.
  case help(firstLine: Int)
  /// What the screen explains, from this line on.
  case explanation(firstLine: Int)
  /// A line being typed.
  case entry(Entry)
  /// The export dialog.
  case export(ExportDialog)
  /// The question whether to leave without an export.
  case confirmQuit(Ending)
}
