import Explorer
import TerminalScreen

/// The loop that carries events to the explorer and its picture to the terminal.
///
/// Whatever has arrived is taken in before the next picture is drawn, so a held key or a slow line
/// never makes the screen lag behind.
struct EventLoop<Screen: Terminal & ~Copyable>: ~Copyable {
  private var terminal: Screen
  private var model: Model
  private let worker: Worker
  private let keeper: TuningKeeper?
  /// Whether the next picture has been waited for: once for all that has arrived.
  private var hasAwaited = false

  /// Why a loop ended.
  enum End {
    /// The explorer is done.
    case ended(Ending)
    /// The terminal has nothing more to say.
    case terminal(TerminalEnd)
  }

  /// A loop over a terminal.
  ///
  /// - Parameters:
  ///   - model: the explorer, before its start.
  ///   - terminal: where events come from and pictures go; it is given back when the loop ends.
  ///   - worker: does what the explorer asks for; when the loop ends it is told to stop.
  ///   - keeper: keeps what is tuned; when the loop ends it has written everything. Nil keeps nothing.
  init(
    model: Model, on terminal: consuming Screen, worker: Worker, keeper: TuningKeeper? = nil
  ) {
    self.model = model
    self.terminal = terminal
    self.worker = worker
    self.keeper = keeper
  }

  /// Runs until the explorer or the terminal ends.
  consuming func run() -> End {
    let (worker, keeper) = (worker, keeper)
    defer {
      worker.cancelAll()
      keeper?.finish()
    }
    if let end = perform(model.start()) { return end }
    while true {
      model.settle()
      terminal.draw(model.canvas(terminal.capabilities))
      worker.noteDrawing()
      hasAwaited = false
      var next: TerminalEvent? = terminal.nextEvent()
      while let event = next {
        if let end = hear(event) { return end }
        next = terminal.pendingEvent()
      }
    }
  }

  /// Takes one event in; the reason for ending if it ends the session.
  private mutating func hear(_ event: TerminalEvent) -> End? {
    switch event {
    case .key(let key): return update(.key(key))
    case .resized(let size): return update(.resized(size))
    case .wokenUp: return takeAnswers()
    case .ended(let end): return .terminal(end)
    }
  }

  private mutating func takeAnswers() -> End? {
    for (answer, ticket) in worker.answers() {
      if let end = update(.answer(answer, ticket)) { return end }
    }
    return nil
  }

  private mutating func update(_ message: Message) -> End? {
    perform(model.update(message))
  }

  /// Carries effects out; the reason for ending if one of them ends the session.
  private mutating func perform(_ effects: [Effect]) -> End? {
    for effect in effects {
      switch effect {
      case .suspend:
        // Nothing is written while the program is stopped.
        keeper?.finish()
        terminal.suspend()
      case .quit(let ending): return .ended(ending)
      case .compute, .preview, .export, .survey, .tryFormats, .recode, .writePlan, .recall,
        .listKept:
        worker.take(effect)
      case .keep(let snapshot, let ticket):
        keeper?.keep(snapshot) { [worker] in worker.post($0, ticket) }
      case .abandon(let topics): worker.abandon(topics)
      case .load:
        // The next picture has the sample already, where it takes no longer than a picture may.
        // Of many keys at once the first waits, or they would hold each other up.
        worker.take(effect)
        guard !hasAwaited else { continue }
        hasAwaited = true
        worker.awaitPicture()
        if let end = takeAnswers() { return end }
      }
    }
    return nil
  }
}
