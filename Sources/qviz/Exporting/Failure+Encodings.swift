import EncodingFiles

extension Failure {
  /// A failure about encodings, with the code of its kind.
  init(_ error: EncodingFileError) {
    let exit: ProgramExit =
      switch error.kind {
      case .usage: .usage
      case .badData: .badData
      case .noInput: .noInput
      case .cannotCreate: .cannotCreate
      case .ioError: .ioError
      }
    self.init("\(error)", exit: exit)
  }
}
