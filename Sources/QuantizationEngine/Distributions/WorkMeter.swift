import Synchronization

/// Counts the work that several threads do for one computation, and notices when it must stop.
///
/// Work goes in stretches of at most ``stretchLength`` numbers: before each the monitor is asked,
/// after each it is told. Whoever is told to stop returns at once; the numbers are then in no order,
/// and ``checkCancellation()`` throws.
final class WorkMeter: Sendable {
  /// How many numbers are worked on between two questions: a few milliseconds at the very worst.
  static let stretchLength = 1 << 18

  private let monitor: ProgressMonitor
  private let total: Int
  private let done = Mutex(0)
  private let hasStopped = Atomic(false)

  /// A meter of some work, in units of one visit to one number.
  init(total: Int, monitor: ProgressMonitor) {
    self.total = total
    self.monitor = monitor
  }

  /// Whether there is any use in going on.
  func mayGoOn() -> Bool {
    if hasStopped.load(ordering: .relaxed) { return false }
    guard monitor.isCancelled else { return true }
    hasStopped.store(true, ordering: .relaxed)
    return false
  }

  /// Counts work as done.
  func advance(by work: Int) {
    // Telling under the lock keeps what the monitor hears in order.
    done.withLock { done in
      done += work
      monitor.report(Double(done) / Double(max(total, 1)))
    }
  }

  /// Runs `body` on a range, stretch after stretch, each number counting as `weight`.
  @inline(__always)
  func forEachStretch(of range: Range<Int>, weight: Int = 1, _ body: (Range<Int>) -> Void) {
    var start = range.lowerBound
    while start < range.upperBound, mayGoOn() {
      let end = min(start + Self.stretchLength, range.upperBound)
      body(start..<end)
      advance(by: (end - start) * weight)
      start = end
    }
  }

  /// Ends the computation if some of its work was not done.
  func checkCancellation() throws(CancellationError) {
    if hasStopped.load(ordering: .relaxed) { throw CancellationError() }
    try monitor.checkCancellation()
  }
}
