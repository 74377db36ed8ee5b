import NumberFormats

/// One line on standard error that says which format is being tried, once somebody has begun to wait.
final class FormatProgress {
  private let count: Int
  private var nextShowing = ContinuousClock.now + RowProgress.patience
  private var isShown = false

  /// A line about so many formats; nil where nobody would see it.
  init?(formatCount: Int) {
    guard standardError.isTerminal else { return nil }
    count = formatCount
  }

  /// Says which format is being tried.
  func begin(_ format: NumberFormat, _ number: Int) {
    guard ContinuousClock.now >= nextShowing else { return }
    nextShowing = .now + RowProgress.interval
    isShown = true
    standardError.write("\r\u{1B}[K\(number + 1) of \(count) · \(format.name)")
  }

  /// Takes the line away, if there is one.
  func clear() {
    guard isShown else { return }
    isShown = false
    standardError.write("\r\u{1B}[K")
  }
}
