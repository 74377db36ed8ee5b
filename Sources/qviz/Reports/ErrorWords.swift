import Glibc
import NumberFormats
import QuantizationEngine

/// Metrics as the cells of a table.
enum ErrorWords {
  /// The ratio in dB; without any error, and where it is beyond what float64 has, in a word.
  static func sqnr(_ error: QuantizationError) -> String {
    guard error.sums.count > 0 else { return "-" }
    // Squares of errors may be too small for float64 where the errors are not.
    guard error.sums.squaredError > 0 else {
      return error.sums.maximumAbsoluteError > 0 ? "beyond" : "exact"
    }
    guard let decibels = error.sqnrInDecibels, decibels.isFinite else { return "overflow" }
    return RoundedNumber.fixed(decibels, decimals: 2)
  }

  /// The same by the weights of columns; a dash where they have none, or none that count.
  static func sqnr(_ error: WeightedError?) -> String {
    guard let error, let decibels = error.sqnrInDecibels else { return "-" }
    guard error.squaredError > 0 else { return "exact" }
    return decibels.isFinite ? RoundedNumber.fixed(decibels, decimals: 2) : "overflow"
  }

  /// The same of √(Σw·e² / Σw·x²).
  static func sqnr(relativeError: Double?) -> String {
    guard let relativeError else { return "-" }
    guard relativeError > 0 else { return "exact" }
    let decibels = -20 * log10(relativeError)
    return decibels.isFinite ? RoundedNumber.fixed(decibels, decimals: 2) : "overflow"
  }
}
