public import QuantizationEngine

/// What the explorer asks of the program: everything that is not instant, or not its own.
public enum Effect: Sendable {
  /// Open, read and sort a tensor by blocks: at most one ``Answer/sampled(_:)``, any number of
  /// ``Answer/progress(_:)``, then ``Answer/loaded(_:)`` or ``Answer/loadFailed(_:)``.
  case load(Int, Granularity, Ticket)
  /// Run a computation away from the keyboard: ``Answer/computed(_:)``.
  case compute(Computation, Ticket)
  /// Make the text of an export without writing it: ``Answer/preview(_:)`` or
  /// ``Answer/previewFailed(_:)``.
  case preview(ExportRequest, Ticket)
  /// Write an export, read it back and compare it: ``Answer/exported(path:byteCount:)``,
  /// ``Answer/exportNeedsConfirmation(path:found:)`` or ``Answer/exportFailed(_:)``.
  case export(ExportRequest, existingFile: ExistingFilePolicy, Ticket)
  /// Read some tensors, one after another, for a row of the list each: an ``Answer/glance(_:_:)`` for
  /// each, and where that is wanted an ``Answer/compared(_:_:)``, then ``Answer/surveyed``.
  case survey(Survey, Ticket)
  /// Try number formats on a tensor, one after another: an ``Answer/formatTried(_:)`` for each, or
  /// ``Answer/formatsFailed(_:)``.
  case tryFormats(FormatTrial, Ticket)
  /// Count a tensor before and after, under a number format or as its counterpart is stored: any number
  /// of ``Answer/progress(_:)``, then ``Answer/recoded(_:)`` or ``Answer/recodingFailed(_:)``.
  case recode(RecodingRequest, Ticket)
  /// Write a plan to a file that is not there yet: ``Answer/planWritten(path:byteCount:remark:)`` or
  /// ``Answer/planNotWritten(_:)``.
  case writePlan(PlanWriting, Ticket)
  /// Keep what is tuned, in case the program ends; soon is early enough, and of one tensor the newest
  /// will do: ``Answer/notKept(_:)`` if it cannot be.
  case keep(TunedTensor, Ticket)
  /// Look for what was tuned of a tensor in earlier sessions: ``Answer/recalled(_:complaint:)``.
  case recall(Int, Ticket)
  /// Look for the tensors of which something is kept: ``Answer/keptTensors(_:)``.
  case listKept(Ticket)
  /// Stop whatever is done about some topics: nobody wants the answers any more.
  case abandon(Set<Topic>)
  /// Give the terminal back to the shell until the program is continued.
  case suspend
  /// End the program.
  case quit(Ending)

  /// The ticket that the answer must carry; nil where there is no answer.
  public var ticket: Ticket? {
    switch self {
    case .load(_, _, let ticket), .compute(_, let ticket), .preview(_, let ticket),
      .export(_, _, let ticket), .survey(_, let ticket), .tryFormats(_, let ticket),
      .recode(_, let ticket), .writePlan(_, let ticket), .keep(_, let ticket),
      .recall(_, let ticket), .listKept(let ticket):
      ticket
    case .abandon, .suspend, .quit: nil
    }
  }
}

/// Why the program ends; it decides the exit code.
public enum Ending: Hashable, Sendable {
  /// The person is done.
  case done
  /// Ctrl-C.
  case interrupted
  /// The tensor could not be loaded, and why; the sentence belongs on standard error.
  case couldNotLoad(String)
}
