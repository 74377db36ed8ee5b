/// What the person asked of the screen, where they did.
public struct TerminalOptions: Hashable, Sendable {
  /// Whether to use colours.
  public var colour: ColourChoice
  /// Which characters to draw with.
  public var glyphs: GlyphChoice
  /// Whether the mouse belongs to the program or to the terminal.
  public var mouse: MouseChoice

  /// Options; by default what the terminal and the environment suggest, without the mouse.
  public init(
    colour: ColourChoice = .auto, glyphs: GlyphChoice = .auto, mouse: MouseChoice = .off
  ) {
    self.colour = colour
    self.glyphs = glyphs
    self.mouse = mouse
  }
}

/// Whether to use colours; the raw values are the words of the command line.
public enum ColourChoice: String, Hashable, Sendable, CaseIterable {
  /// When the terminal has them and NO_COLOR is unset or empty.
  case auto
  /// Whenever the terminal has them, whatever NO_COLOR says.
  case always
  /// Not at all.
  case never
}

/// Which characters to draw with.
public enum GlyphChoice: Hashable, Sendable, CaseIterable {
  /// Unicode when the locale's encoding is UTF-8.
  case auto
  /// Seven-bit characters only.
  case ascii
}

/// Whether the mouse belongs to the program or to the terminal.
///
/// A program that takes the mouse takes the terminal's own text selection away.
public enum MouseChoice: Hashable, Sendable, CaseIterable {
  /// The terminal keeps it, for selecting text.
  case off
  /// The program hears of buttons, drags and the wheel.
  case on
}
