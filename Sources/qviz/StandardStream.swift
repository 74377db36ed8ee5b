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
      } else if errno != EINTR {
        leave(because: errno)
      }
    }
  }

  /// Ends the program, for there is nobody left to write for; says why where that is a failure.
  private func leave(because number: Int32) -> Never {
    guard number != EPIPE else { exit(ProgramExit.success.rawValue) }
    if descriptor == STDOUT_FILENO {
      let reason = unsafe String(cString: strerror(number))
      standardError.write("qviz: cannot write to standard output: \(reason)\n")
    }
    exit(ProgramExit.ioError.rawValue)
  }

  /// Whether the stream is a terminal.
  var isTerminal: Bool { isatty(descriptor) == 1 }
}

/// Where facts go.
let standardOutput = StandardStream(descriptor: STDOUT_FILENO)
/// Where sentences about failures go.
let standardError = StandardStream(descriptor: STDERR_FILENO)

/// A sentence made safe to print: names out of files may hold anything.
enum DisplaySentence {
  /// The sentence with its control characters replaced, each line by itself.
  static func of(_ sentence: String) -> String {
    sentence.split(separator: "\n", omittingEmptySubsequences: false)
      .map { DisplayText($0).string }
      .joined(separator: "\n")
  }
}
