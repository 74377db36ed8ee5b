import Explorer
import TerminalScreen

/// The loop that carries events to the explorer and its picture to the terminal.
///
/// Whatever has arrived is taken in before the next picture is drawn, so a held key or a slow line
/// never makes the screen lag behind.
struct EventLoop<Screen: Terminal & ~Copyable>: ~Copyable {
  private var terminal: Screen
  private var model: Model
  private let take: (Effect) -> Void
  private let answers: () -> [(Answer, Ticket)]

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
  ///   - take: does what the explorer asks for, at once or later.
  ///   - answers: what there is to say about it since the last call.
  init(
    model: Model, on terminal: consuming Screen, take: @escaping (Effect) -> Void,
    answers: @escaping () -> [(Answer, Ticket)]
  ) {
    self.model = model
    self.terminal = terminal
    self.take = take
    self.answers = answers
  }

  /// Runs until the explorer or the terminal ends.
  consuming func run() -> End {
    if let ending = perform(model.start()) { return .ended(ending) }
    while true {
      terminal.draw(model.canvas(terminal.capabilities))
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
    case .wokenUp:
      for (answer, ticket) in answers() {
        if let end = update(.answer(answer, ticket)) { return end }
      }
      return nil
    case .ended(let end): return .terminal(end)
    }
  }

  private mutating func update(_ message: Message) -> End? {
    perform(model.update(message)).map(End.ended)
  }

  /// Carries effects out; the reason for ending if one of them ends the session.
  private mutating func perform(_ effects: [Effect]) -> Ending? {
    for effect in effects {
      switch effect {
      case .suspend: terminal.suspend()
      case .quit(let ending): return ending
      case .load, .compute, .preview, .export: take(effect)
      }
    }
    return nil
  }
}
