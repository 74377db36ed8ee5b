internal import QuantizationEngine

/// Two choices side by side, and what follows from the one for the other.
struct CalibratorDifference {
  /// What the two are called.
  let names: (String, String)
  /// The range that each chose for the block on the screen.
  let ranges: (ClippingRange, ClippingRange)
  /// The encoding that each makes of it.
  let encodings: (AffineEncoding, AffineEncoding)
  /// What each costs over all blocks.
  let errors: (QuantizationError, QuantizationError)

  /// The differences in sentences: range, step, clipping, and what they come to.
  var sentences: [String] {
    guard encodings.0 != encodings.1 else {
      return ["They do not: both make the same encoding."]
    }
    let steps = Double(encodings.0.scale) / Double(encodings.1.scale)
    return [range, codes, step(steps), clipping, total].compactMap(\.self)
  }

  private var codes: String? {
    let (first, second) = (encodings.0, encodings.1)
    guard first.quantMin != second.quantMin || first.quantMax != second.quantMax else {
      return nil
    }
    return "It has the codes \(first.quantMin)…\(first.quantMax), \(names.1) has "
      + "\(second.quantMin)…\(second.quantMax)."
  }

  private var range: String {
    guard ranges.0 != ranges.1 else {
      return "Both keep \(text(ranges.0)), but make different encodings of it: scale "
        + "\(NumberText.exact(encodings.0.scale)) and zero-point \(encodings.0.zeroPoint) against "
        + "\(NumberText.exact(encodings.1.scale)) and \(encodings.1.zeroPoint)."
    }
    return "\(names.0) keeps \(text(ranges.0)), \(names.1) keeps \(text(ranges.1))."
  }

  private func text(_ range: ClippingRange) -> String {
    NumberText.significant(range.lower, 4) + "…" + NumberText.significant(range.upper, 4)
  }

  private func step(_ ratio: Double) -> String? {
    guard ratio.isFinite, ratio > 0, encodings.0.scale != encodings.1.scale,
      let first = errors.0.roundingMeanSquaredError,
      let second = errors.1.roundingMeanSquaredError
    else { return nil }
    let words = ratio > 1 ? "coarser" : "finer"
    guard !isNearlyOne(ratio) else {
      return "Its steps are nearly as wide: a rounding MSE of "
        + "\(NumberText.significant(first, 3)) against \(NumberText.significant(second, 3))."
    }
    return
      "Its steps are \(NumberText.multiple(max(ratio, 1 / ratio))) as \(ratio > 1 ? "wide" : "narrow"), "
      + "so it rounds \(words): a rounding MSE of \(NumberText.significant(first, 3)) against "
      + "\(NumberText.significant(second, 3))."
  }

  private var clipping: String? {
    guard let first = errors.0.clippingMeanSquaredError,
      let second = errors.1.clippingMeanSquaredError, first > 0 || second > 0
    else { return nil }
    return "It clips \(share(errors.0)) of the values at a clipping MSE of "
      + "\(NumberText.significant(first, 3)), \(names.1) \(share(errors.1)) at "
      + "\(NumberText.significant(second, 3))."
  }

  private func share(_ error: QuantizationError) -> String {
    let count = Double(error.sums.clippedBelow + error.sums.clippedAbove)
    return NumberText.smallPercent(share: count / max(Double(error.sums.count), 1))
  }

  private var total: String? {
    guard let first = errors.0.meanSquaredError, let second = errors.1.meanSquaredError,
      first.isFinite, second > 0
    else { return nil }
    var sentence =
      first == second
      ? "The MSE is the same"
      : "In all its MSE is \(isNearlyOne(first / second) ? "nearly" : NumberText.multiple(first / second))"
        + " that of \(names.1)"
    if let one = errors.0.divergence?.klInNats, let other = errors.1.divergence?.klInNats,
      other > 0, one.isFinite
    {
      let times = isNearlyOne(one / other) ? "nearly the same" : NumberText.multiple(one / other)
      sentence += ", its KL divergence \(times)"
    }
    return sentence + "."
  }

  /// Whether the digits shown of a ratio would say that it is one.
  private func isNearlyOne(_ ratio: Double) -> Bool { abs(ratio - 1) < 0.005 }
}
