/// About how long a calibrator takes for a block, so that the quick ones can be asked first.
public enum CalibrationEffort: Int, Comparable, Hashable, Sendable {
  /// A few passes over the values, or fewer.
  case low
  /// A search over some hundreds of candidates, or a histogram of thousands of bins.
  case search
  /// A search over histograms, which may take a hundred times as long.
  case long

  /// Whether the first takes less.
  public static func < (first: CalibrationEffort, second: CalibrationEffort) -> Bool {
    first.rawValue < second.rawValue
  }
}
