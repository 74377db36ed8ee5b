import Glibc
import TerminalScreen

/// One of the process's open streams, written without buffering surprises.
struct StandardStream {
  let descriptor: Int32

  /// Writes all of a text; a reader that went away ends the program quietly.
  func write(_ text: String) { write(Array(text.utf8)) }

  /// Writes all of some bytes, likewise.
  func write(_ bytes: [UInt8]) {
    var bytes = bytes[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if written > 0 {
        bytes = bytes.dropFirst(written)
      } else if errno == EAGAIN {
        // Whoever shares the stream has made it impatient.
        awaitRoom()
      } else if errno != EINTR {
        // What cannot be said about a failure does not change it.
        guard descriptor == STDOUT_FILENO else { return }
        leave(because: errno)
      }
    }
  }

  /// Ends the program, for there is nobody left to write for; says why where that is a failure.
  private func leave(because number: Int32) -> Never {
    guard number != EPIPE else { exit(ProgramExit.success.rawValue) }
    let reason = unsafe String(cString: strerror(number))
    standardError.write("qviz: cannot write to standard output: \(reason)\n")
    exit(ProgramExit.ioError.rawValue)
  }

  /// Waits until the stream takes bytes again, or says why not.
  private func awaitRoom() {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = unsafe poll(&waiting, 1, -1)
  }

  /// Keeps files that are opened from being taken for standard streams that are closed.
  ///
  /// What opens nothing for writing refuses what is written, as the closed stream would.
  static func reserveClosed() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is this one.
      _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// Whether the stream is a terminal.
  var isTerminal: Bool { isatty(descriptor) == 1 }
}

/// Where facts go.
let standardOutput = StandardStream(descriptor: STDOUT_FILENO)
/// Where sentences about failures go.
let standardError = StandardStream(descriptor: STDERR_FILENO)

/// A sentence made safe to print: names of files, and out of files, may hold anything.
enum DisplaySentence {
  /// The sentence on one line, its control characters replaced.
  static func of(_ sentence: String) -> String { DisplayText(sentence).string }
}
