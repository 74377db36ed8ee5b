internal import Calibration
internal import QuantizationEngine
internal import TerminalScreen

extension Model {
  /// What the selected calibrator does and chose; first, why that is not what the marked one chose.
  func explanation(columns: Int) -> [StyledText] {
    let selected = table.selection
    guard table.calibrators.indices.contains(selected) else { return [] }
    let account = account(of: selected, columns: columns)
    guard let marked = table.marked, marked != selected,
      table.calibrators.indices.contains(marked)
    else {
      return account + [
        "", StyledText("Space marks a row; x on another one tells them apart.", .muted),
      ]
    }
    let differences = differences(between: selected, and: marked).flatMap { sentence in
      WrappedText.lines(of: sentence, columns: columns - 2).map { StyledText("  " + $0) }
    }
    return [StyledText("why they differ", .strong)] + differences
      + [""] + account + [""] + self.account(of: marked, columns: columns)
  }

  /// What the status line says under the explanation.
  var explanationStatus: String {
    guard table.calibrators.indices.contains(table.selection) else { return "" }
    let name = table.calibrators[table.selection].name
    guard let marked = table.marked, marked != table.selection else { return "about \(name)" }
    return "\(name) beside \(table.calibrators[marked].name)"
  }

  /// The name of a calibrator, what it does, and what it chose.
  private func account(of row: Int, columns: Int) -> [StyledText] {
    let mark = calibratorMarks[row]
    let heading =
      StyledText("\(mark.letter)  ", .accent) + StyledText(mark.name, Style(.accent, isBold: true))
    let words = table.applied(row).explanation.flatMap { explain($0, columns: columns) }
    return [heading] + words + [""] + calibratorOutcome(of: row).map { StyledText("  ") + $0 }
  }

  /// One point of an explanation, its later lines set in.
  private func explain(_ point: String, columns: Int) -> [StyledText] {
    WrappedText.lines(of: point, columns: columns - 4).enumerated().map { index, words in
      StyledText(index == 0 ? "  · " : "    ", .muted) + StyledText(words)
    }
  }

  private func mean(_ choice: CalibrationRow.Choice) -> String {
    choice.error.meanSquaredError.map { NumberText.significant($0, 3) } ?? NumberText.missing
  }

  /// Why two choices are not the same, in sentences.
  private func differences(between first: Int, and second: Int) -> [String] {
    let names = (table.calibrators[first].name, table.calibrators[second].name)
    guard let choice = table.choice(first) else { return ["\(names.0) chose nothing to compare"] }
    guard let other = table.choice(second) else { return ["\(names.1) chose nothing to compare"] }
    guard choice.isInteger, other.isInteger else {
      return [
        "\(choice.isInteger ? names.1 : names.0) has float8 codes, so only what they cost can be"
          + " compared: an MSE of \(mean(choice)) against \(mean(other))."
      ]
    }
    let block = shown?.index ?? 0
    guard choice.quantizers.indices.contains(block), other.quantizers.indices.contains(block)
    else { return [] }
    return CalibratorDifference(
      names: names, ranges: (choice.ranges[block], other.ranges[block]),
      encodings: (choice.quantizers[block].encoding, other.quantizers[block].encoding),
      errors: (choice.error, other.error)
    ).sentences
  }
}

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
