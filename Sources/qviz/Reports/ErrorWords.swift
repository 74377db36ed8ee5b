import QuantizationEngine

/// Metrics as the cells of a table.
enum ErrorWords {
  /// The ratio in dB; without any error, and where a level overflows, in a word.
  static func sqnr(_ error: QuantizationError) -> String {
    guard error.sums.count > 0 else { return "-" }
    guard error.sums.squaredError > 0 else { return "exact" }
    guard let decibels = error.sqnrInDecibels, decibels.isFinite else { return "overflow" }
    return RoundedNumber.fixed(decibels, decimals: 2)
  }
}
