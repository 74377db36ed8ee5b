import QuantizationEngine
import Synchronization
import Testing

/// What a monitor passes on, and to whom.
@Suite struct ProgressMonitorTests {
  @Test("shares are passed on within 0…1, and NaN is not")
  func shares() {
    let log = ProgressLog()
    for share in [0, 0.25, -1, 2, .nan, .infinity, 1] { log.monitor().report(share) }
    #expect(log.shares == [0, 0.25, 0, 1, 1, 1])
  }

  @Test("a part of the work reports within its range, its ends exactly")
  func parts() {
    let log = ProgressLog()
    let monitor = log.monitor()
    for share in [0, 0.5, 1] { monitor.part(0.25...0.75).report(share) }
    for share in [0.0, 1] { monitor.part(0.5...1).part(0.1...1).report(share) }
    monitor.part(0.3...0.3).report(0.9)
    #expect(log.shares == [0.25, 0.5, 0.75, 0.55, 1, 0.3])
  }

  @Test("cancellation is asked for anew each time, by the parts too")
  func cancellation() throws {
    let log = ProgressLog()
    let monitor = log.monitor(cancelledAtQuestion: 3)
    try monitor.checkCancellation()
    #expect(!monitor.part(0...0.5).isCancelled)
    #expect(throws: CancellationError.self) { try monitor.part(0.5...1).checkCancellation() }
    #expect(monitor.isCancelled)
    #expect(log.questions == 4)
    #expect(!ProgressMonitor.none.isCancelled)
    ProgressMonitor.none.report(0.5)
  }

  @Test("a part of the work lies within the work")
  func preconditions() async {
    await #expect(processExitsWith: .failure) { _ = ProgressMonitor.none.part(0.5...1.5) }
    await #expect(processExitsWith: .failure) { _ = ProgressMonitor.none.part(-0.5...0.5) }
  }
}

/// Everything that a computation tells its monitor, and how often it asks.
final class ProgressLog: Sendable {
  private struct State {
    var shares: [Double] = []
    var questions = 0
  }

  private let state = Mutex(State())

  /// The shares told so far.
  var shares: [Double] { state.withLock(\.shares) }
  /// How often it was asked whether to stop.
  var questions: Int { state.withLock(\.questions) }

  /// A monitor that writes here and cancels from the given question on, the first being 1.
  func monitor(cancelledAtQuestion question: Int = .max) -> ProgressMonitor {
    ProgressMonitor(
      isCancelled: {
        self.state.withLock {
          $0.questions += 1
          return $0.questions >= question
        }
      },
      report: { share in self.state.withLock { $0.shares.append(share) } })
  }
}
