package import TerminalScreen

extension ColourSupport {
  /// The colours to use, from what was asked, what NO_COLOR says and what the terminal has.
  ///
  /// - Parameters:
  ///   - choice: What the command line asked for; only `auto` looks at NO_COLOR.
  ///   - noColour: The value of NO_COLOR; set and not empty it means none (no-color.org).
  ///   - terminalColours: How many colours the terminal has while keeping its own background.
  ///
  /// Edge cases:
  /// - A terminal of fewer than 8 colours gives none, even with `always`: it has no way to show any.
  /// - A terminal of more than 256 takes a colour number for red, green and blue, except that the
  ///   first 8 stay the palette; it counts as one of 16.
  package init(choice: ColourChoice, noColour: String?, terminalColours: Int) {
    let isRefused =
      switch choice {
      case .auto: !(noColour ?? "").isEmpty
      case .always: false
      case .never: true
      }
    self =
      switch terminalColours {
      case _ where isRefused: .none
      case ..<8: .none
      case 256: .extended
      default: .sixteen
      }
  }
}

extension GlyphSet {
  /// The characters to use, from what was asked and the locale's encoding.
  package init(choice: GlyphChoice, codeset: String) {
    self =
      switch choice {
      case .ascii: .ascii
      case .auto: codeset.uppercased() == "UTF-8" ? .unicode : .ascii
      }
  }
}
