internal import Calibration
internal import QuantizationEngine

/// What the rows of the table of calibrators are sorted by.
enum RowOrder: Hashable, Sendable, CaseIterable {
  /// The tool, in the order of the catalog.
  case tool
  /// The MSE, the least first.
  case meanSquaredError
  /// The SQNR, the largest first.
  case signalToNoise
  /// The KL divergence, the least first.
  case divergence

  /// Its name on the screen.
  var name: String {
    switch self {
    case .tool: "tool"
    case .meanSquaredError: "MSE"
    case .signalToNoise: "SQNR"
    case .divergence: "KL"
    }
  }

  /// The one after it, and the first after the last.
  var next: RowOrder {
    switch self {
    case .tool: .meanSquaredError
    case .meanSquaredError: .signalToNoise
    case .signalToNoise: .divergence
    case .divergence: .tool
    }
  }

  /// A number that is larger the further down a choice belongs; nil if it has none, or compares with no
  /// other row.
  func badness(of choice: CalibrationRow.Choice) -> Double? {
    guard choice.isComparable else { return nil }
    return switch self {
    case .tool: nil
    case .meanSquaredError: choice.error.meanSquaredError
    case .signalToNoise: choice.error.sqnrInDecibels.map { -$0 }
    case .divergence: choice.error.divergence?.klInNats
    }
  }
}
