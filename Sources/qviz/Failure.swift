import TensorFiles

/// A failure on its way to standard error: one sentence and the code to exit with.
struct Failure: Error {
  /// What is wrong, where, what was expected, what was found.
  let sentence: String
  /// The code to exit with.
  let exit: ProgramExit

  /// Whether a file is of a format that is known and not read.
  private(set) var isForeign = false

  init(_ sentence: String, exit: ProgramExit) {
    self.sentence = sentence
    self.exit = exit
  }

  /// The same failure in other words.
  func saying(_ sentence: String) -> Failure {
    var failure = Failure(sentence, exit: exit)
    failure.isForeign = isForeign
    return failure
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
    if case .formatNotRead = error { isForeign = true }
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
