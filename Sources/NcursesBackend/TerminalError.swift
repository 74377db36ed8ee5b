import Glibc

/// Why no screen can be opened on this terminal.
public enum TerminalError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Keys cannot be read: standard input is a file, a pipe or nothing.
  case inputNotATerminal
  /// Nothing can be drawn: standard output is a file, a pipe or nothing.
  case outputNotATerminal
  /// The variable TERM is unset or empty.
  case terminalTypeNotSet
  /// The terminal database has no entry of the name in TERM.
  case terminalTypeUnknown(String)
  /// The terminal type in TERM has no way to place text, as `dumb` has none.
  case terminalTypeCannotPlaceText(String)
  /// A screen is open already; there is one per process.
  case alreadyOpen
  /// The system refused something it normally grants, with the error number it gave.
  case refused(Request, errorNumber: Int32)

  /// What was asked of the system.
  public enum Request: String, Hashable, Sendable {
    /// To read the modes of the terminal and to be told of signals.
    case takeOver = "take the terminal over"
    /// To make a pipe.
    case makePipe = "make a pipe"
    /// To start ncurses on the terminal.
    case startScreen = "start the screen"
  }

  /// The sentence the user sees.
  public var description: String {
    switch self {
    case .inputNotATerminal:
      "standard input is not a terminal, so no keys can be read from it"
    case .outputNotATerminal:
      "standard output is not a terminal, so nothing can be drawn on it"
    case .terminalTypeNotSet:
      "the variable TERM is not set; it should name the type of this terminal, "
        + "for example xterm-256color"
    case .terminalTypeUnknown(let name):
      "the terminal type \"\(Self.printable(name))\" (variable TERM) is not known on this machine; "
        + "xterm-256color or vt100 may do"
    case .terminalTypeCannotPlaceText(let name):
      "a terminal of type \"\(Self.printable(name))\" (variable TERM) cannot place text on the screen"
    case .alreadyOpen:
      "a screen is open on the terminal already"
    case .refused(let request, let errorNumber):
      "cannot \(request.rawValue): \(Self.reason(errorNumber))"
    }
  }

  /// The name without anything that would act on the terminal it is printed to.
  private static func printable(_ name: String) -> String {
    String(String.UnicodeScalarView(name.unicodeScalars.map { (33...126) ~= $0.value ? $0 : "?" }))
  }

  /// What the system calls an error number.
  private static func reason(_ errorNumber: Int32) -> String {
    guard let text = unsafe strerror(errorNumber) else { return "error \(errorNumber)" }
    return unsafe String(cString: text)
  }
}
