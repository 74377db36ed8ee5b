import Glibc
import NcursesBackend
import Testing

@Suite("TerminalError")
struct TerminalErrorTests {
  @Test(
    "each failure is one sentence that says what to do",
    arguments: [
      (.inputNotATerminal, "standard input is not a terminal, so no keys can be read from it"),
      (.outputNotATerminal, "standard output is not a terminal, so nothing can be drawn on it"),
      (
        .terminalTypeNotSet,
        "the variable TERM is not set; it should name the type of this terminal, "
          + "for example xterm-256color"
      ),
      (
        .terminalTypeUnknown("a\u{1B}[31mb"),
        "the terminal type \"a?[31mb\" (variable TERM) is not known on this machine; "
          + "xterm-256color or vt100 may do"
      ),
      (
        .terminalTypeCannotPlaceText("dumb"),
        "a terminal of type \"dumb\" (variable TERM) cannot place text on the screen"
      ),
      (.alreadyOpen, "a screen is open on the terminal already"),
      (
        .refused(.takeOver, errorNumber: EIO),
        "cannot take the terminal over: Input/output error"
      ),
      (
        .refused(.makePipe, errorNumber: EMFILE), "cannot make a pipe: Too many open files"
      ),
      (
        .refused(.startScreen, errorNumber: ENOMEM),
        "cannot start the screen: Cannot allocate memory"
      ),
    ] as [(TerminalError, String)])
  func sentence(error: TerminalError, sentence: String) {
    #expect(error.description == sentence)
  }
}
