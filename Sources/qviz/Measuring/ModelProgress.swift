/// One line on standard error that says how far a command over many tensors is.
///
/// It is shown where standard error is a terminal and there is enough to read that somebody waits for
/// it; it changes at most ten times a second, and is gone before anything else is printed.
final class ModelProgress {
  private let names: [String]
  /// How many bytes come before each tensor, and in the end all of them.
  private let bytesBefore: [Int]
  private let isEnabled: Bool
  private var isShown = false
  private var lastShown: ContinuousClock.Instant?

  /// The least time between two lines.
  private static let interval = Duration.milliseconds(100)
  /// So many bytes are read before anybody has read a line.
  private static let unnoticed = 64 << 20

  /// A line about some tensors.
  init(_ tensors: [OpenTensor]) {
    names = tensors.map { DisplaySentence.of($0.facts.name) }
    bytesBefore = tensors.reduce(into: [0]) { sums, tensor in
      let (sum, overflow) = sums[sums.count - 1].addingReportingOverflow(tensor.facts.byteCount)
      sums.append(overflow ? Int.max : sum)
    }
    isEnabled = standardError.isTerminal && bytesBefore[tensors.count] > Self.unnoticed
  }

  /// Says which tensor is being measured.
  func begin(_ number: Int) {
    guard isEnabled else { return }
    let now = ContinuousClock.now
    if let lastShown, now - lastShown < Self.interval { return }
    lastShown = now
    isShown = true
    let share = Double(bytesBefore[number]) / Double(bytesBefore[names.count])
    standardError.write(
      "\r\u{1B}[K\(number + 1) of \(names.count) · \(Int(share * 100)) % · \(names[number].suffix(50))"
    )
  }

  /// Takes the line away, if there is one.
  func clear() {
    guard isShown else { return }
    isShown = false
    standardError.write("\r\u{1B}[K")
  }
}
