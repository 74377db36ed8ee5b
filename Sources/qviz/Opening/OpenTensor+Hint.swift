import TensorFiles

/// Hints at the type of values that are read as one that nobody has said: on standard error, as a
/// member of reports, and on the screen. The numbers are the same with them and without.
extension OpenTensor {
  /// Which type its values look like rather, in one sentence without the path; nil where there is
  /// nothing to say.
  var hint: String? {
    guard case .stored(let file, let position) = source else { return nil }
    return file.hint(for: position)?.sentence
  }

  /// Says the hint, if there is one.
  func sayHint() {
    guard let hint else { return }
    standardError.write("qviz: \(DisplaySentence.of("\(path): hint: \(hint)"))\n")
  }

  /// How many tensors are looked at for a hint: a look takes a millisecond.
  static let hintLimit = 256
}

extension Catalogue {
  /// Says the hints at all tensors, or at the first of very many.
  func sayHints() {
    for tensor in tensors.prefix(OpenTensor.hintLimit) { tensor.sayHint() }
  }
}
