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
  func text(_ choice: CalibrationRow.Choice, block: Int, least: Double?) -> String {
    let error = choice.error
    let quantizer = choice.quantizers.indices.contains(block) ? choice.quantizers[block] : nil
    switch self {
    case .name: return ""
    case .range:
      guard choice.ranges.indices.contains(block) else { return NumberText.missing }
      return Self.range(choice.ranges[block])
    case .meanSquaredError:
      // One notation for all rows, so that the eye can run down the exponents.
      return error.meanSquaredError.map { NumberText.scientific($0, significant: 4) }
        ?? NumberText.missing
    case .multiple:
      guard let mean = error.meanSquaredError, let least, least > 0 else {
        return NumberText.missing
      }
      return mean <= least * CalibratorColumn.asGood && choice.isInteger
        ? "best" : NumberText.multiple(mean / least)
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
  private static let asGood = 1.001

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
