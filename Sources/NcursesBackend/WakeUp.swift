import Glibc

/// How a worker tells the event loop that it has something to say.
///
/// It may be copied to any thread and outlive the terminal.
public struct WakeUp: Sendable {
  private let pipe: WakeUpPipe

  init(pipe: WakeUpPipe) { self.pipe = pipe }

  /// Makes the terminal's next event `wokenUp`.
  ///
  /// Signals given before the event loop comes to them count as one. Never waits.
  public func signal() { pipe.signal() }
}

/// A pipe with both ends open for as long as anybody may write to it.
///
/// Were the write end closed with the terminal, a late worker would write into whatever file was
/// given its number next.
final class WakeUpPipe: Sendable {
  /// The end to poll.
  let readEnd: Int32
  private let writeEnd: Int32

  /// A new pipe.
  init() throws(TerminalError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw .refused(.makePipe, errorNumber: errno) }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      // A full pipe wakes as well as one more byte would.
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Makes the read end readable.
  func signal() {
    var byte: UInt8 = 0
    _ = unsafe write(writeEnd, &byte, 1)
  }

  /// Takes all that was signalled; false if nothing was.
  func drain() -> Bool {
    var bytes: [UInt8] = Array(repeating: 0, count: 64)
    var isSignalled = false
    while unsafe read(readEnd, &bytes, bytes.count) > 0 { isSignalled = true }
    return isSignalled
  }
}
