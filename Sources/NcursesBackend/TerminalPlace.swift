import Glibc

/// Where a screen is to be opened: two descriptors and what the environment says of them.
package struct TerminalPlace: Sendable {
  /// Where keys come from.
  package var input: Int32
  /// Where the screen is drawn.
  package var output: Int32
  /// The value of TERM, if it is set.
  package var terminalType: String?
  /// The value of NO_COLOR, if it is set.
  package var noColour: String?
  /// The locale whose characters it shows; empty for the environment's.
  package var locale: String

  /// A place with the given descriptors and environment.
  package init(
    input: Int32, output: Int32, terminalType: String?, noColour: String? = nil,
    locale: String = ""
  ) {
    self.input = input
    self.output = output
    self.terminalType = terminalType
    self.noColour = noColour
    self.locale = locale
  }

  /// Where a person presses keys, standard output, and the environment of this process.
  package static func ofProcess() -> TerminalPlace {
    TerminalPlace(
      input: keyboard, output: STDOUT_FILENO,
      terminalType: environment("TERM"), noColour: environment("NO_COLOR"))
  }

  /// Standard input, or the terminal that the process belongs to.
  ///
  /// The terminal where standard input is something else, such as a pipe with a tensor, and where
  /// there is one. It stays open until the process ends.
  static let keyboard: Int32 = {
    guard isatty(STDIN_FILENO) == 0 else { return STDIN_FILENO }
    let terminal = unsafe open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC)
    return terminal < 0 ? STDIN_FILENO : terminal
  }()

  /// The value of an environment variable, if it is set.
  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
