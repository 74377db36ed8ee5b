public import QuantizationEngine

/// A calibrator that may take long for one block, and asks on its way whether anybody still wants it.
///
/// Its monitor is a member as its settings are. It asks at least once for each staircase or grid that
/// it tries, and throws ``CalibrationError/cancelled``.
public protocol WatchedCalibrator: Calibrator {
  /// Says whether to go on; by default it always does.
  var monitor: ProgressMonitor { get set }
}

extension WatchedCalibrator {
  /// Ends the search if nobody wants it any more.
  func checkCancellation() throws(CalibrationError) {
    guard !monitor.isCancelled else { throw .cancelled }
  }
}

extension Calibrator {
  /// The same calibrator, asking a monitor within each block where it may take long.
  public func watched(by monitor: ProgressMonitor) -> any Calibrator {
    guard var watched = self as? any WatchedCalibrator else { return self }
    watched.monitor = monitor
    return watched
  }
}
