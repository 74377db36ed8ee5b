import Glibc

/// Why a row could not be measured.
enum BenchmarkError: Error, CustomStringConvertible {
  /// No row has the name.
  case noSuchRow(String, known: [String])
  /// The program is not beside this one.
  case programMissing(path: String)
  /// A program ended otherwise than it should.
  case programFailed(String, status: Int32)
  /// What was waited for never came.
  case neverSeen(String)
  /// The system refused something, with the error number it gave.
  case system(String, errorNumber: Int32)
  /// There is less memory than the row takes.
  case memoryShort(needed: Int, available: Int)
  /// The engine would not have it.
  case refused(String)

  /// One sentence.
  var description: String {
    switch self {
    case .noSuchRow(let name, let known):
      "no row is called \(name); there are \(known.joined(separator: ", "))"
    case .programMissing(let path):
      "\(path) is not there: build it first, with swift build -c release"
    case .programFailed(let command, let status):
      "\(command) ended with status \(status)"
    case .neverSeen(let expected):
      "never saw \(expected)"
    case .system(let action, let errorNumber):
      unsafe "cannot \(action): \(String(cString: strerror(errorNumber)))"
    case .memoryShort(let needed, let available):
      "needs \(needed >> 20) MiB of memory, and \(available >> 20) MiB are free"
    case .refused(let sentence):
      sentence
    }
  }
}
