/// A terminal made of values: it plays a list of events and keeps what was drawn.
///
/// It stands in for the real one in tests and behind `qviz snapshot`. A widget alone is better
/// tested on a ``Canvas``; use this for the whole program.
public struct ScriptedTerminal: Terminal {
  /// How large the screen is now; a `resized` event changes it.
  public private(set) var size: ScreenSize
  /// What the screen can show.
  public let capabilities: TerminalCapabilities
  /// Every canvas drawn, the oldest first.
  public private(set) var frames: [Canvas] = []
  /// The events still to come.
  private var script: ArraySlice<TerminalEvent>

  /// A terminal that plays `script` and then hangs up.
  public init(
    size: ScreenSize, capabilities: TerminalCapabilities = TerminalCapabilities(),
    script: [TerminalEvent]
  ) {
    self.size = size
    self.capabilities = capabilities
    self.script = script[...]
  }

  /// Keeps the canvas as the newest frame.
  public mutating func draw(_ canvas: Canvas) {
    frames.append(canvas)
  }

  /// The next event of the script; a hang-up when there is none.
  public mutating func nextEvent() -> TerminalEvent {
    pendingEvent() ?? .ended(.hangUp)
  }

  /// The next event of the script, if there is one.
  public mutating func pendingEvent() -> TerminalEvent? {
    guard let event = script.popFirst() else { return nil }
    if case .resized(let newSize) = event { size = newSize }
    return event
  }

  /// Does nothing: there is no shell behind this terminal.
  public mutating func suspend() {}
}
