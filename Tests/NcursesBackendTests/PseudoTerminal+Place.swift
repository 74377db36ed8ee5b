import NcursesBackend
import TestSupport

extension PseudoTerminal {
  /// Where a screen is opened on it.
  func place(terminalType: String? = "xterm-256color") -> TerminalPlace {
    TerminalPlace(
      input: programEnd, output: programEnd, terminalType: terminalType, locale: "C.UTF-8")
  }
}
