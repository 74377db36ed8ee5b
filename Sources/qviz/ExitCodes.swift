import TensorFiles

/// The exit codes of the program: those of `sysexits.h`.
enum ProgramExit: Int32 {
  /// All went well.
  case success = 0
  /// The command line was not understood.
  case usage = 64
  /// The contents of a file are wrong.
  case badData = 65
  /// A file is not there, or cannot be read.
  case noInput = 66
  /// An output file cannot be made.
  case cannotCreate = 73
  /// The system failed while reading or writing.
  case ioError = 74
  /// Something else the program needs is not there, such as a usable terminal.
  case unavailable = 69
}

/// A failure on its way to standard error: one sentence and the code to exit with.
struct Failure: Error {
  /// What is wrong, where, what was expected, what was found.
  let sentence: String
  /// The code to exit with.
  let exit: ProgramExit

  init(_ sentence: String, exit: ProgramExit) {
    self.sentence = sentence
    self.exit = exit
  }

  /// Says all failures but the last on standard error and throws the last, if there is one, with the
  /// code of the first.
  static func sayAll(_ failures: [Failure]) throws {
    guard let first = failures.first, let last = failures.last else { return }
    for failure in failures.dropLast() { failure.say() }
    throw Failure(last.sentence, exit: first.exit)
  }

  /// Writes the sentence to standard error.
  func say() {
    standardError.write("qviz: \(DisplaySentence.of(sentence))\n")
  }

  init(_ error: TensorFileError) {
    sentence = "\(error)"
    exit =
      switch error.kind {
      case .usage: .usage
      case .badData: .badData
      case .noInput: .noInput
      case .ioError: .ioError
      }
  }
}
