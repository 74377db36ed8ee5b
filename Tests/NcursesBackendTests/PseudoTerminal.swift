import Glibc
import NcursesBackend

/// A terminal whose other end the test holds: it types, looks at what was sent, and hangs up.
final class PseudoTerminal {
  /// The name under which another process opens it.
  let path: String
  /// The program's end.
  let programEnd: Int32
  private var testEnd: Int32

  init(columns: UInt16 = 20, rows: UInt16 = 5) throws {
    var ends: (test: Int32, program: Int32) = (-1, -1)
    guard openpty(&ends.test, &ends.program, nil, nil, nil) == 0, let name = ttyname(ends.program)
    else { throw Failure.cannotOpen(errorNumber: errno) }
    path = String(cString: name)
    (testEnd, programEnd) = ends
    // A child that inherited the test's end would keep the terminal from hanging up.
    for end in [testEnd, programEnd] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(testEnd, F_SETFL, O_NONBLOCK)
    resize(columns: columns, rows: rows)
  }

  deinit {
    close(programEnd)
    hangUp()
  }

  enum Failure: Error { case cannotOpen(errorNumber: Int32) }

  /// Where a screen is opened on it.
  func place(terminalType: String? = "xterm-256color") -> TerminalPlace {
    TerminalPlace(
      input: programEnd, output: programEnd, terminalType: terminalType, locale: "C.UTF-8")
  }

  /// What a line editor would change: whether input is echoed, in lines, and makes signals.
  var modes: [Bool] {
    var modes = termios()
    tcgetattr(programEnd, &modes)
    return [ECHO, ICANON, ISIG].map { modes.c_lflag & tcflag_t($0) != 0 }
      + [ICRNL, IXON].map { modes.c_iflag & tcflag_t($0) != 0 }
      + [modes.c_oflag & tcflag_t(ONLCR) != 0]
  }

  func type(_ text: String) {
    for byte in text.utf8 { typeByte(byte) }
  }

  func typeByte(_ byte: UInt8) {
    _ = write(testEnd, [byte], 1)
  }

  /// Everything sent to the screen since the last call.
  func takeSent() -> String {
    var sent: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = read(testEnd, &buffer, buffer.count), count > 0 {
      sent += buffer[..<count]
    }
    return String(decoding: sent, as: UTF8.self)
  }

  func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(testEnd, UInt(TIOCSWINSZ), &size)
  }

  func hangUp() {
    if testEnd >= 0 { close(testEnd) }
    testEnd = -1
  }
}
