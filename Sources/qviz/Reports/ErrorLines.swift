import Explorer
import QuantizationEngine

/// What a report in text says about an error: a line for each metric, the label first.
struct ErrorLines {
  /// The lines.
  private(set) var lines: [PointAlignment.Line] = []

  /// The labels of the lines whose numbers have their points below each other.
  static let alignedLabels: Set<String> = [
    "MSE", "  rounding", "  clipping", "RMSE", "  in steps", "SQNR", "noise", "MAE", "mean error",
    "max |e|", "|e|", "cosine", "weighted SQNR", "KL", "JS", "codes used", "code entropy",
  ]

  /// The lines about an error.
  ///
  /// - Parameters:
  ///   - error: The metrics.
  ///   - percentiles: Those of |e| at ``Measurement/errorPercentages``; nil where they are not known.
  ///   - hasCodes: Whether there is one list of codes to be counted, and a range to be clipped to.
  init(_ error: QuantizationError, percentiles: [Double]? = nil, hasCodes: Bool = true) {
    let bounds = error.bounds
    add("MSE", words(error.meanSquaredError, bounds?.meanSquaredError))
    if hasCodes {
      add("  rounding", words(error.roundingMeanSquaredError, bounds?.roundingMeanSquaredError))
      add("  clipping", words(error.clippingMeanSquaredError, bounds?.clippingMeanSquaredError))
    }
    add("RMSE", words(error.rootMeanSquaredError, bounds?.rootMeanSquaredError))
    if hasCodes {
      add(
        "  in steps",
        words(
          error.rootMeanSquaredErrorInSteps, bounds?.rootMeanSquaredErrorInSteps,
          unit: "of the scale (0.289 is ideal)"))
    }
    let isInfinite =
      bounds == nil && error.sums.squares > 0 && error.sums.squaredError == 0
    add(
      "SQNR",
      isInfinite
        ? ErrorWords.sqnr(error)
        : words(error.sqnrInDecibels, bounds?.sqnrInDecibels, decimals: 2, unit: "dB"))
    add(
      "noise",
      words(error.noiseInPercent, bounds?.noiseInPercent, unit: "% of the signal's power"))
    add("mean error", words(error.meanError, bounds?.meanError))
    add("MAE", words(error.meanAbsoluteError, bounds?.meanAbsoluteError))
    add("max |e|", words(error.maximumAbsoluteError, bounds?.maximumAbsoluteError))
    if let percentiles {
      let parts = Self.words(percentiles: percentiles)
      add("|e|", parts.prefix(2).joined(separator: " · "))
      add("  tail", parts.dropFirst(2).joined(separator: " · "))
    }
    add("cosine", words(error.cosineSimilarity, bounds?.cosineSimilarity, decimals: 6))
    if hasCodes { addCodes(error) }
  }

  private mutating func addCodes(_ error: QuantizationError) {
    let bounds = error.bounds
    let bins = error.divergence.map { " (\($0.binCount) bins)" } ?? ""
    add("KL", words(error.divergence?.klInNats, bounds?.klInNats, unit: "nats") + bins)
    add("JS", words(error.divergence?.jsInNats, bounds?.jsInNats, unit: "nats") + bins)
    let below = words(error.sums.clippedBelow, bounds?.clippedBelow)
    let above = words(error.sums.clippedAbove, bounds?.clippedAbove)
    add("clipped", "\(below) below, \(above) above")
    add("codes used", words(error.codesUsed, bounds?.codesUsed))
    add("code entropy", words(error.codeEntropyInBits, bounds?.codeEntropyInBits, unit: "bits"))
  }

  private mutating func add(_ label: String, _ value: String) {
    lines.append((label, value))
  }

  /// A metric with its unit; where it is bounded, with how far from it the exact one can be.
  private func words(
    _ value: Double?, _ range: ClosedRange<Double>?, decimals: Int? = nil, unit: String = ""
  ) -> String {
    guard let value else { return "not defined" }
    let number =
      decimals.map { RoundedNumber.fixed(value, decimals: $0) } ?? NumberText.significant(value, 5)
    let bound = range.map { " ± " + NumberText.bound($0.greatestDistance(from: value)) } ?? ""
    return number + bound + (unit.isEmpty ? "" : " \(unit)")
  }

  /// Percentiles of |e|, by their percentages.
  private static func words(percentiles: [Double]) -> [String] {
    zip(Measurement.errorPercentages, percentiles).map { percent, value in
      "\(NumberText.significant(value, 4)) (\(percent.name) %)"
    }
  }

  /// A count, or the two that it lies between.
  private func words(_ count: Int, _ range: ClosedRange<Int>?) -> String {
    guard let range, range.lowerBound < range.upperBound else { return "\(count)" }
    return "\(range.lowerBound) to \(range.upperBound)"
  }
}
