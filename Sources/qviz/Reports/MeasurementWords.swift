import Explorer
import QuantizationEngine

extension ValueStatistics {
  /// The share of the values that are zero.
  var zeroShare: Double { Double(zeroCount) / Double(count) }

  /// Where the values lie: mean, σ and zeros.
  var words: String {
    [
      "mean \(NumberText.significant(mean, 5))",
      "σ \(NumberText.significant(standardDeviation, 5))",
      "zeros \(NumberText.smallPercent(share: zeroShare))",
    ].joined(separator: " · ")
  }

  /// How far they reach: kurtosis and max |x| / σ; nil where they are all equal.
  var tailWords: String? {
    var parts: [String] = []
    if let kurtosis { parts.append("kurtosis \(NumberText.significant(kurtosis, 3))") }
    if let largestInDeviations {
      parts.append("max |x| / σ \(NumberText.significant(largestInDeviations, 3))")
    }
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }
}
