import Explorer
import QuantizationEngine
import Synchronization

/// The clock beside a loading: it turns shares into progress with throughput and remaining time.
///
/// It tells at most a dozen times a second, for each time is a picture to be drawn.
final class LoadClock: Sendable {
  private let byteCount: Int
  private let start = ContinuousClock.now
  private let lastTold = Mutex<ContinuousClock.Instant?>(nil)
  private let isCancelled: @Sendable () -> Bool
  private let tell: @Sendable (LoadProgress) -> Void

  /// The least time between two pictures.
  private static let interval = Duration.milliseconds(80)
  /// Before this nothing is said about how fast it goes.
  private static let warmUp = 0.2
  /// Before this nothing is said about how long it will take.
  private static let patience = 1.0

  /// A clock that starts now.
  ///
  /// - Parameters:
  ///   - byteCount: how many bytes of the file are dealt with in all.
  ///   - monitor: asks whether to go on.
  ///   - tell: hears about the progress, from any thread.
  init(
    byteCount: Int, monitor: ProgressMonitor, tell: @escaping @Sendable (LoadProgress) -> Void
  ) {
    self.byteCount = byteCount
    isCancelled = { monitor.isCancelled }
    self.tell = tell
  }

  /// The monitor of a part of the work: of `range`, in which is done what `label` says.
  func monitor(_ label: String, _ range: ClosedRange<Double>) -> ProgressMonitor {
    ProgressMonitor(
      isCancelled: isCancelled, report: { [self] share in report(share, of: label) }
    ).part(range)
  }

  private func report(_ share: Double, of label: String) {
    let now = ContinuousClock.now
    let isDue = lastTold.withLock { last in
      if let last, now - last < Self.interval { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let seconds = (now - start) / .seconds(1)
    tell(
      LoadProgress(
        label: label, share: share,
        bytesPerSecond: seconds > Self.warmUp ? Double(byteCount) * share / seconds : nil,
        secondsLeft: seconds > Self.patience && share > 0.01
          ? seconds * (1 - share) / share : nil))
  }
}
