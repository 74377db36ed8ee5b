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
