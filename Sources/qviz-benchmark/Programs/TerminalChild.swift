import Glibc

/// A program on a terminal whose other end is here: what it draws is read, and keys are typed.
final class TerminalChild {
  private let screen: Int32
  private let process: pid_t
  private let started: ContinuousClock.Instant
  /// Everything that it has drawn and that was not asked for yet.
  private var drawn: [UInt8] = []

  /// So long that no machine is merely slow.
  private static let patience = Duration.seconds(20)
  /// How long a screen says nothing when it is complete.
  private static let quietMilliseconds: Int32 = 120

  /// Starts a program on a terminal of 80 columns and 24 rows.
  init(_ program: ChildProgram, _ arguments: [String]) throws(BenchmarkError) {
    var (screen, line): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    var name = [CChar](repeating: 0, count: 64)
    guard unsafe openpty(&screen, &line, nil, nil, &size) == 0,
      unsafe ttyname_r(line, &name, name.count) == 0
    else { throw .system("open a terminal", errorNumber: errno) }
    for end in [screen, line] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(line) }
    self.screen = screen
    started = ContinuousClock.now
    process = try program.spawn(
      arguments, on: String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))
  }

  deinit {
    kill(process, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    close(screen)
  }

  /// Types some bytes.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe write(screen, bytes, bytes.count)
  }

  /// Reads until some text has been drawn.
  ///
  /// - Returns: the time since the start, in seconds.
  func awaitText(_ text: String) throws(BenchmarkError) -> Double {
    let expected = Array(text.utf8)
    while drawn.firstRange(of: expected) == nil {
      guard ContinuousClock.now - started < Self.patience else {
        throw .neverSeen("\"\(text)\" on the screen")
      }
      _ = readMore(within: 100)
    }
    return (ContinuousClock.now - started).seconds
  }

  /// Reads until the screen is quiet.
  ///
  /// - Returns: how many bytes were drawn since the last call.
  func awaitQuiet() throws(BenchmarkError) -> Int {
    let deadline = ContinuousClock.now + Self.patience
    while drawn.isEmpty {
      guard ContinuousClock.now < deadline else { throw .neverSeen("a picture") }
      _ = readMore(within: 1000)
    }
    while readMore(within: Self.quietMilliseconds) {
      guard ContinuousClock.now < deadline else { throw .neverSeen("a quiet screen") }
    }
    defer { drawn = [] }
    return drawn.count
  }

  /// Reads what there is; false if nothing comes in time.
  private func readMore(within milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: screen, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&waiting, 1, milliseconds) > 0 else { return false }
    var piece = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe read(screen, &piece, piece.count)
    guard count > 0 else { return false }
    drawn += piece[..<count]
    return true
  }
}
