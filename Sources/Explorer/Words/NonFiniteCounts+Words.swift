internal import QuantizationEngine

extension NonFiniteCounts {
  /// What there is of each, such as `2 NaN`.
  var words: [String] {
    [
      (nan, "NaN"), (positiveInfinity, "+Inf"), (negativeInfinity, "−Inf"), (ignored, "ignored"),
    ]
    .compactMap { count, name in count > 0 ? "\(NumberText.count(count)) \(name)" : nil }
  }
}
