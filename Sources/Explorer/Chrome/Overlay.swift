/// What lies over a view and has the keyboard.
enum Overlay: Hashable, Sendable {
  /// The keys, from this line on.
  case help(firstLine: Int)
  /// What the selected calibrator does, from this line on.
  case explanation(firstLine: Int)
  /// A line being typed.
  case entry(Entry)
  /// The export dialog.
  case export(ExportDialog)
  /// The question whether to leave without an export.
  case confirmQuit(Ending)
}

/// A line being typed at the bottom of the screen.
struct Entry: Hashable, Sendable {
  /// What the line is for.
  enum Purpose: Hashable, Sendable {
    /// The value of a threshold.
    case threshold(Threshold)
    /// The percentage of the percentile calibrator in a row.
    case percentile(row: Int)
    /// A command.
    case command
  }

  /// What the line is for.
  let purpose: Purpose
  /// The line.
  var editor: LineEditor
  /// Why it was not accepted.
  var complaint: String?
}

/// The dialog that exports encodings.
struct ExportDialog: Hashable, Sendable {
  /// What is going on.
  enum Stage: Hashable, Sendable {
    /// The person chooses.
    case choosing
    /// The worker writes.
    case writing
    /// The file exists, and the person is asked whether to replace it.
    case confirming(path: String)
  }

  /// What the text of the export is.
  enum Preview: Hashable, Sendable {
    /// It is being made.
    case waiting
    /// These lines.
    case lines([String])
    /// There is none, and why.
    case failed(String)
  }

  /// Which format is chosen.
  var formatIndex = 0
  /// The name of the file.
  var fileName: LineEditor
  /// Whether the person has changed the name, so that another format leaves it.
  var hasOwnName = false
  /// What is going on.
  var stage = Stage.choosing
  /// The text that would be written.
  var preview = Preview.waiting
  /// The first line of the preview on the screen.
  var firstLine = 0
  /// Why nothing was written.
  var complaint: String?
}
