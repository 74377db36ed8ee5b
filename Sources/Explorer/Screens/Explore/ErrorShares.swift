internal import QuantizationEngine

/// How the error is shared out between rounding and clipping.
enum ErrorShares {
  /// The share of clipping; nil where there is no error to share out.
  static func clipping(_ desk: Desk) -> Double? {
    guard let sums = desk.reading?.measured?.error.sums, sums.squaredError > 0,
      sums.squaredError.isFinite
    else { return nil }
    return sums.clippingSquaredError / sums.squaredError
  }

  /// Why the error cannot be shared out.
  static func reasonForNone(_ desk: Desk) -> String {
    guard let sums = desk.reading?.measured?.error.sums, sums.count > 0 else {
      return NumberText.missing
    }
    return sums.squaredError.isFinite
      ? "none: every value is a level" : "not finite: a level overflows float32"
  }
}
