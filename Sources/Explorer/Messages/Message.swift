public import TerminalScreen

/// What the explorer hears: from the keyboard, from the screen, from the program's worker.
public enum Message: Sendable {
  /// A key was pressed, or the mouse did something.
  case key(Key)
  /// The screen has a new size.
  case resized(ScreenSize)
  /// The worker answers the effect that carried this ticket.
  case answer(Answer, Ticket)
}

/// What ties an answer to the effect that asked for it.
///
/// The explorer drops an answer whose ticket is not the newest of its ``Topic``, so a worker may
/// answer late, or never.
public struct Ticket: Hashable, Sendable {
  /// What was asked about.
  public let topic: Topic
  /// Larger for later effects.
  public let number: Int
}

/// What an effect asks about: a newer effect makes older ones of the same topic pointless.
public enum Topic: Hashable, Sendable, CaseIterable {
  /// The tensor itself.
  case tensor
  /// The ranges to start with.
  case start
  /// The least MSE of the block shown.
  case best
  /// The error of every block.
  case blocks
  /// What divergences of the whole tensor are measured against.
  case reference
  /// A row of the table of calibrators.
  case calibration
  /// The trade-off over one threshold.
  case curve
  /// The trade-off over both.
  case map
  /// What number formats make of the tensor.
  case formats
  /// What a number format, or a counterpart, makes of the values.
  case recoding
  /// A format for each tensor.
  case plan
  /// A plan on its way to a file.
  case planFile
  /// The text that an export would write.
  case preview
  /// An export.
  case export
  /// The rows of the list.
  case survey
  /// What is tuned, to be kept.
  case keeping
  /// What was tuned of the tensor in earlier sessions.
  case recall
  /// The tensors of which something is kept.
  case kept

  /// Those about the tensor on the desk; an export goes on when the desk is left.
  static let ofDesk: Set<Topic> = Set(allCases).subtracting([
    .export, .survey, .plan, .planFile, .keeping, .kept,
  ])
}

/// What the worker says.
public enum Answer: Sendable {
  /// So much of the loading, or of a row of the table of calibrators, is done.
  case progress(LoadProgress)
  /// Some values are there, to be shown until ``loaded(_:)`` brings all of them.
  case sampled(LoadedTensor)
  /// The tensor is there.
  case loaded(LoadedTensor)
  /// The tensor cannot be loaded, and why, in one sentence.
  case loadFailed(String)
  /// A computation has ended.
  case computed(Computation.Result)
  /// What an export would write.
  case preview(ExportPreview)
  /// There is nothing to preview, and why, in one sentence.
  case previewFailed(String)
  /// The file was written, read back, and found equal.
  case exported(path: String, byteCount: Int)
  /// A file of this name exists; nothing was written.
  case exportNeedsConfirmation(path: String, found: FoundFile)
  /// Nothing was written, and why, in one sentence.
  case exportFailed(String)
  /// A tensor at a glance.
  case glance(Int, GlanceOutcome)
  /// What became of some tensors in the quantized model, which has one in their place.
  case compared([Int], StoredOutcome)
  /// A survey has reached its end.
  case surveyed
  /// What a number format makes of the tensor.
  case formatTried(FormatOutcome)
  /// No number format can be tried on the tensor, and why, in one sentence.
  case formatsFailed(String)
  /// A tensor was counted before and after.
  case recoded(RecodedTensor)
  /// It was not, and why, in one sentence.
  case recodingFailed(String)
  /// A plan was written, and what whoever uses it should know.
  case planWritten(path: String, byteCount: Int, remark: String?)
  /// It was not, and why, in one sentence.
  case planNotWritten(String)
  /// What is tuned is not kept, and why, in one sentence.
  case notKept(String)
  /// Another session keeps the same tensor; what it had kept is now the one before.
  case keptBesideAnother
  /// What was tuned in earlier sessions, the newest first, and what is to be said of what could not be
  /// read.
  case recalled([RecalledTuning], complaint: String?)
  /// The tensors of which something is kept.
  case keptTensors([Int])
}
