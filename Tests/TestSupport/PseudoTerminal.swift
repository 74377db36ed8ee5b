import Glibc

/// A terminal whose other end the test holds: it types, looks at what was sent, and hangs up.
public final class PseudoTerminal {
  /// The name under which another process opens it.
  public let path: String
  /// The program's end.
  public let programEnd: Int32
  private var testEnd: Int32

  /// A terminal of some size.
  ///
  /// - Throws: ``Failure/cannotOpen(errorNumber:)``.
  public init(columns: UInt16 = 20, rows: UInt16 = 5) throws {
    var ends: (test: Int32, program: Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 64)
    guard openpty(&ends.test, &ends.program, nil, nil, nil) == 0,
      ttyname_r(ends.program, &name, name.count) == 0
    else { throw Failure.cannotOpen(errorNumber: errno) }
    path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
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

  /// Why there is no terminal.
  public enum Failure: Error {
    /// The system did not make one.
    case cannotOpen(errorNumber: Int32)
  }

  /// What a line editor would change: whether input is echoed, in lines, and makes signals.
  public var modes: [Bool] {
    var modes = termios()
    tcgetattr(programEnd, &modes)
    return [ECHO, ICANON, ISIG].map { modes.c_lflag & tcflag_t($0) != 0 }
      + [ICRNL, IXON].map { modes.c_iflag & tcflag_t($0) != 0 }
      + [modes.c_oflag & tcflag_t(ONLCR) != 0]
  }

  /// How many typed bytes the program has not read.
  public var unreadCount: Int {
    var count: Int32 = 0
    _ = ioctl(programEnd, UInt(FIONREAD), &count)
    return Int(count)
  }

  /// Types some text.
  public func type(_ text: String) {
    for byte in text.utf8 { typeByte(byte) }
  }

  /// Types one byte, which may be part of a character.
  public func typeByte(_ byte: UInt8) {
    _ = write(testEnd, [byte], 1)
  }

  /// Everything sent to the screen since the last call, as text.
  public func takeSent() -> String {
    String(decoding: takeSentBytes(atMost: .max), as: UTF8.self)
  }

  /// What was sent to the screen since the last call.
  ///
  /// - Parameters:
  ///   - limit: How many bytes to take; the others wait.
  ///   - milliseconds: How long to wait for the first of them.
  /// - Returns: The bytes; none if there were none in time.
  public func takeSentBytes(atMost limit: Int, waiting milliseconds: Int32 = 0) -> [UInt8] {
    var ready = pollfd(fd: testEnd, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, milliseconds) > 0 else { return [] }
    var sent: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while sent.count < limit,
      case let count = read(testEnd, &piece, min(piece.count, limit - sent.count)), count > 0
    {
      sent += piece[..<count]
    }
    return sent
  }

  /// Gives it another size.
  public func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(testEnd, UInt(TIOCSWINSZ), &size)
  }

  /// Takes the test's end away, as a closed window does.
  public func hangUp() {
    if testEnd >= 0 { close(testEnd) }
    testEnd = -1
  }
}
