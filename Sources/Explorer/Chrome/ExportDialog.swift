/// The dialog that exports encodings.
struct ExportDialog: Hashable, Sendable {
  /// What is going on.
  enum Stage: Hashable, Sendable {
    /// The person chooses.
    case choosing
    /// The worker writes.
    case writing
    /// The file exists, and the person is asked whether to replace it.
    case confirming(path: String, FoundFile)
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

  /// Which tensors are written.
  enum Scope: Hashable, Sendable {
    /// The one on the desk.
    case tensor
    /// Every one that is tuned.
    case worksheet
  }

  /// Which tensors are written.
  var scope: Scope
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
  /// What is lost of the values, which the person should know before.
  var caution: String?
  /// What whoever loads the file wants besides, and what it may stumble over.
  var remarks: [String] = []
  /// What the format has no words for; nil for nothing, and while nobody knows.
  var lost: String?
  /// Why nothing was written.
  var complaint: String?
}
