import Glibc
import TensorFiles

/// Standard input as one of the paths of a command: `-`.
enum StandardInput {
  /// The path under which it is opened.
  static let path = "/dev/stdin"

  /// A path as it is opened; everything but `-` stands for itself.
  static func path(_ path: String) -> String { path == "-" ? Self.path : path }

  /// Why standard input among some paths cannot be read; nil where it can, or is not among them.
  static func refusal(among paths: [String]) -> Failure? {
    let count = paths.count { Self.path($0) == path }
    guard count > 0 else { return nil }
    guard count == 1 else {
      return Failure("standard input is named \(count) times, and comes only once", exit: .usage)
    }
    guard isatty(STDIN_FILENO) == 1 else { return nil }
    return Failure(
      "standard input is a terminal, expected a pipe or a file: 'cat FILE | qviz -'", exit: .usage)
  }
}

extension SpooledBytes {
  /// How much it is, and where it came from: `3.1 MiB read from a pipe`.
  var words: String { "\(ByteText.text(byteCount)) \(origin.rawValue)" }

  /// The same for programs.
  var json: JSONValue {
    let name =
      switch origin {
      case .pipe: "pipe"
      case .gzip: "gzip"
      case .packedPipe: "gzip_pipe"
      case .joined: "files"
      }
    return .object(["bytes": .integer(byteCount), "from": .string(name)])
  }
}
