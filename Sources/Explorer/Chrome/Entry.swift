/// A line being typed at the bottom of the screen.
struct Entry: Hashable, Sendable {
  /// What the line is for.
  enum Purpose: Hashable, Sendable {
    /// The value of a threshold.
    case threshold(Threshold)
    /// Something that the screen has asked for.
    case screen(label: String)
    /// A command.
    case command
  }

  /// What the line is for.
  let purpose: Purpose
  /// The line.
  var editor: LineEditor
  /// Why it was not accepted.
  var complaint: String?
  /// What it may become, the likeliest first.
  var suggestions: [String] = []
}
