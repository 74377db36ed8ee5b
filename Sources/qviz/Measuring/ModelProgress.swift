import Glibc

/// One line on standard error that says how far a command over many tensors is.
///
/// It is shown only where standard error is a terminal and standard output is not, or is not one that
/// scrolls over it; it changes at most ten times a second, and is gone at the end.
struct ModelProgress {
  private let names: [String]
  private let sizes: [Int]
  private let isShown: Bool

  /// A line about some tensors.
  init(_ tensors: [OpenTensor], isShown: Bool = standardError.isTerminal) {
    names = tensors.map { DisplaySentence.of($0.facts.name) }
    sizes = tensors.map(\.facts.byteCount)
    // A few megabytes are done before anybody has read the line.
    self.isShown = isShown && sizes.reduce(0, +) > 64 << 20
  }

  /// Says which tensor is being measured.
  func begin(_ number: Int) {
    guard isShown else { return }
    let done = sizes[..<number].reduce(0, +)
    let share = Double(done) / Double(max(sizes.reduce(0, +), 1))
    standardError.write(
      "\r\u{1B}[K\(number + 1) of \(names.count) · \(Int(share * 100)) % · \(names[number].suffix(60))"
    )
  }

  /// Takes the line away.
  func end() {
    if isShown { standardError.write("\r\u{1B}[K") }
  }
}
