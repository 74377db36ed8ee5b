internal import Calibration
internal import QuantizationEngine

/// A column of the table of calibrators.
enum CalibratorColumn: Hashable, Sendable, CaseIterable {
  case name, meanSquaredError, multiple, range, signalToNoise, divergence, clipped, scale, zeroPoint

  /// Its name.
  var heading: String {
    switch self {
    case .name: "calibrator"
    case .range: "min … max"
    case .meanSquaredError: "MSE"
    case .multiple: "× best"
    case .signalToNoise: "SQNR dB"
    case .divergence: "KL nats"
    case .clipped: "clipped"
    case .scale: "scale"
    case .zeroPoint: "zero-pt"
    }
  }

  /// How many columns of the screen it takes; names take what there is.
  var width: Int {
    switch self {
    case .name: 0
    case .range: 17
    case .meanSquaredError: 9
    case .multiple: 6
    case .signalToNoise, .divergence, .zeroPoint: 7
    case .clipped: 8
    case .scale: 13
    }
  }

  /// What a choice has in this column.
  ///
  /// `best` is said where no range of the scheme has a smaller MSE, `least` where that is only so of the
  /// table: a tool with another arithmetic, such as levels of float16, may come below.
  func text(
    _ choice: CalibrationRow.Choice, block: Int, least: Double?, isProven: Bool = true
  ) -> String {
    let error = choice.error
    let quantizer = choice.quantizer(ofBlock: block)
    switch self {
    case .name: return ""
    case .range:
      return choice.range(ofBlock: block).map(Self.range) ?? NumberText.missing
    case .meanSquaredError:
      // One notation for all rows, so that the eye can run down the exponents.
      return error.meanSquaredError.map { NumberText.scientific($0, significant: 4) }
        ?? NumberText.missing
    case .multiple:
      // Float8 codes have another optimum than integers, and fewer values another error.
      guard choice.isComparable, let mean = error.meanSquaredError else {
        return NumberText.missing
      }
      guard let least else { return "…" }
      guard least > 0 else { return NumberText.missing }
      guard mean <= least * CalibratorColumn.asGood else {
        return NumberText.multiple(mean / least)
      }
      return isProven ? "best" : "least"
    case .signalToNoise:
      return error.sqnrInDecibels.map { NumberText.fixed($0, decimals: 2) } ?? NumberText.missing
    case .divergence:
      return (error.divergence?.klInNats).map { NumberText.significant($0, 2) }
        ?? NumberText.missing
    case .clipped:
      let count = Double(error.sums.clippedBelow + error.sums.clippedAbove)
      return NumberText.smallPercent(share: count / max(Double(error.sums.count), 1))
    case .scale:
      let scale = quantizer?.encoding.scale ?? choice.float8Encoding(block)?.scale
      return scale.map(NumberText.exact) ?? NumberText.missing
    case .zeroPoint:
      guard choice.isInteger else { return "float8" }
      return quantizer.map { "\($0.encoding.zeroPoint)" } ?? NumberText.missing
    }
  }

  /// Up to which multiple of the least MSE a choice is as good as the best: a tenth of a percent.
  static let asGood = 1.001

  /// A range with as many digits as fit its column.
  private static func range(_ range: ClippingRange) -> String {
    let texts = [4, 3, 2].flatMap { digits in
      let lower = NumberText.significant(range.lower, digits)
      let upper = NumberText.significant(range.upper, digits)
      return [lower + " … " + upper, lower + "…" + upper]
    }
    return texts.first { $0.count <= CalibratorColumn.range.width }
      ?? texts[texts.count - 1]
  }
}

extension Desk {
  /// Whether no range of the scheme has an MSE below the least one that is known.
  var isLeastMeanSquaredErrorProven: Bool {
    guard let least = leastMeanSquaredErrorKnown else { return false }
    var proofs = table.yardstickMeanSquaredError.map { [$0] } ?? []
    if loaded?.blockCount == 1, case .found(_, let found) = bestKnown { proofs.append(found) }
    return proofs.contains { $0 <= least * CalibratorColumn.asGood }
  }
}
