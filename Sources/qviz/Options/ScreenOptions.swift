public import ArgumentParser
public import NcursesBackend

/// How the screen is drawn.
struct ScreenOptions: ParsableArguments {
  @Option(help: "Colours: auto (default), always or never. NO_COLOR turns them off too.")
  var color: ColourChoice = .auto

  @Flag(help: "Draw with seven-bit characters only.")
  var ascii = false

  @Flag(help: "Drag thresholds with the mouse; selecting text then needs Shift.")
  var mouse = false

  var terminalOptions: TerminalOptions {
    TerminalOptions(
      colour: color, glyphs: ascii ? .ascii : .auto, mouse: mouse ? .on : .off)
  }
}

extension ColourChoice: ExpressibleByArgument {}
