/// What can happen at a terminal.
public enum TerminalEvent: Hashable, Sendable {
  /// A key or the mouse.
  case key(Key)
  /// The screen has a new size.
  case resized(ScreenSize)
  /// The worker has something to say (see ``Terminal/nextEvent()``).
  case wokenUp
  /// The terminal went away, or the program was asked to end by a signal.
  case ended(TerminalEnd)
}

/// Why a terminal will say nothing more.
public enum TerminalEnd: Hashable, Sendable {
  /// Standard input or the terminal itself is gone.
  case hangUp
  /// A signal asked the program to end.
  case signal(Int32)
}

/// A place to draw cells on and to read keys from.
///
/// There are two: the real one (module `NcursesBackend`) and ``ScriptedTerminal``.
public protocol Terminal: ~Copyable {
  /// How large the screen is now.
  var size: ScreenSize { get }

  /// What the screen can show.
  var capabilities: TerminalCapabilities { get }

  /// Shows the canvas, sending only what changed.
  mutating func draw(_ canvas: Canvas)

  /// Waits for the next event.
  mutating func nextEvent() -> TerminalEvent

  /// The next event if one is there already, without waiting: this is how key repeat is coalesced.
  mutating func pendingEvent() -> TerminalEvent?

  /// Gives the terminal back to the shell until the program is continued (Ctrl-Z and `fg`).
  mutating func suspend()
}

/// What a screen can show.
public struct TerminalCapabilities: Hashable, Sendable {
  /// The characters that may be drawn.
  public var glyphs: GlyphSet
  /// Whether roles are told apart by colour.
  public var colour: ColourSupport

  /// Capabilities with the given glyphs and colour.
  public init(glyphs: GlyphSet = .unicode, colour: ColourSupport = .none) {
    self.glyphs = glyphs
    self.colour = colour
  }
}

/// The characters that may be drawn.
public enum GlyphSet: Hashable, Sendable, CaseIterable {
  /// Box drawing and eighth blocks.
  case unicode
  /// Seven-bit characters only.
  case ascii
}

/// Whether roles are told apart by colour.
public enum ColourSupport: Hashable, Sendable, CaseIterable {
  /// Bold and reverse only.
  case none
  /// The 16 colours of the terminal's own palette.
  case sixteen
  /// The 256-colour palette.
  case extended
}
