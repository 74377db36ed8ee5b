/// Why a command cannot be carried out.
enum CommandError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no such command.
  case unknown(String)
  /// It was given too few or too many words; `usage` is how it is written.
  case usage(String)
  /// It needs a number.
  case notANumber(String, usage: String)
  /// It needs a whole number.
  case notAWholeNumber(String, usage: String)
  /// It cannot be done, and why.
  case refused(String)

  /// One sentence: what is wrong, what was expected, what was found.
  var description: String {
    switch self {
    case .unknown(let name): "there is no command \(name); ? lists them"
    case .usage(let usage): "expected :\(usage)"
    case .notANumber(let text, let usage): "expected a number in :\(usage), found \(text)"
    case .notAWholeNumber(let text, let usage):
      "expected a whole number in :\(usage), found \(text)"
    case .refused(let why): why
    }
  }
}
