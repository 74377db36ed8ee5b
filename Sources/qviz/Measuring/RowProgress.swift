import Calibration
import QuantizationEngine
import Synchronization

/// One line on standard error that says which row of a table of calibrators is being made, and how much
/// of it is done.
///
/// It is shown where standard error is a terminal and somebody has begun to wait; it changes at most ten
/// times a second, and is gone before anything else is printed.
final class RowProgress: Sendable {
  private struct State {
    var isShown = false
    var nextShowing: ContinuousClock.Instant
  }

  private let count: Int
  private let stream: StandardStream
  private let state: Mutex<State>

  /// The least time between two lines.
  static let interval = Duration.milliseconds(100)
  /// Who waits no longer than this needs no line.
  static let patience = Duration.milliseconds(500)

  /// A line about so many rows, once somebody has waited for it; nil where nobody would see it.
  init?(rowCount: Int, on stream: StandardStream = standardError, after wait: Duration = patience) {
    guard stream.isTerminal else { return nil }
    count = rowCount
    self.stream = stream
    state = Mutex(State(nextShowing: .now + wait))
  }

  /// The monitor of a row, which is never cancelled.
  func monitor(of calibrator: any Calibrator, row: Int) -> ProgressMonitor {
    ProgressMonitor(
      isCancelled: { false },
      report: { [self] in show(row: row, name: calibrator.name, share: $0) })
  }

  private func show(row: Int, name: String, share: Double) {
    state.withLock { state in
      let now = ContinuousClock.now
      guard now >= state.nextShowing else { return }
      state.nextShowing = now + Self.interval
      state.isShown = true
      stream.write(
        "\r\u{1B}[K\(row + 1) of \(count) · \(name) · \(min(Int(share * 100), 99)) %")
    }
  }

  /// Takes the line away, if there is one.
  func clear() {
    state.withLock { state in
      guard state.isShown else { return }
      state.isShown = false
      stream.write("\r\u{1B}[K")
    }
  }
}
