internal import Calibration
internal import QuantizationEngine
internal import TerminalScreen

extension Model {
  /// The least MSE that any calibrator, or any tuning of a single block, has reached.
  var leastMeanSquaredErrorKnown: Double? {
    var least = table.leastMeanSquaredError
    if loaded?.blockCount == 1, case .found(_, let found) = bestKnown {
      least = min(least ?? found, found)
    }
    return least
  }

  /// What the selected calibrator is about, as lines.
  var calibratorDetail: [StyledText] {
    let row = table.selection
    guard table.calibrators.indices.contains(row) else { return [] }
    let calibrator = table.calibrators[row]
    return [StyledText(calibratorMarks[row].name, Style(.accent, isBold: true))]
      + WrappedText.lines(of: calibrator.summary, columns: size.columns - 4).map { StyledText($0) }
      + [""] + calibratorOutcome(of: row)
  }

  /// What came of a calibrator, as lines.
  func calibratorOutcome(of row: Int) -> [StyledText] {
    guard case .ready(let ready) = table.rows[row] else {
      return [StyledText(showsSample ? "waits for all values" : "calibrating…", .muted)]
    }
    switch ready.outcome {
    case .notApplicable(let error):
      return [StyledText("not applicable: \(error.reasonInRow)", Style(.clipped))]
    case .chosen(let choice): return detail(of: choice)
    }
  }

  /// Which rows are on the screen and what they are sorted by; empty where all are.
  func calibratorPosition(_ layout: CalibratorsLayout) -> StyledText {
    let count = table.calibrators.count
    let ready = table.rows.count { if case .ready = $0 { true } else { false } }
    let parts = [
      layout.rows.rows < count
        ? "\(layout.firstRow + 1)…\(layout.firstRow + layout.rows.rows) of \(count)" : "",
      ready < count ? "\(ready) of \(count) ready" : "", "by \(table.order.name)",
      batchCount.map { "\($0) batch\($0 == 1 ? "" : "es")" } ?? "",
    ]
    return StyledText(parts.filter { !$0.isEmpty }.joined(separator: " · "), .muted)
  }

  private func detail(of choice: CalibrationRow.Choice) -> [StyledText] {
    let block = shown?.index ?? 0
    let error = choice.error
    func pair(_ label: String, _ value: String) -> StyledText {
      StyledText(label + " ", .muted) + StyledText(value, .strong)
    }
    let clipping =
      error.sums.squaredError > 0
      ? error.sums.clippingSquaredError / error.sums.squaredError : 0
    let facts: [StyledText]
    let representable: ClippingRange
    if let encoding = choice.float8Encoding(block) {
      facts = [pair("scale", NumberText.exact(encoding.scale)), pair("codes", "float8 E4M3")]
      representable = encoding.representableRange
    } else {
      guard choice.quantizers.indices.contains(block) else { return [] }
      let encoding = choice.quantizers[block].encoding
      facts = [
        pair("scale", NumberText.exact(encoding.scale)),
        pair("zero-point", "\(encoding.zeroPoint)"),
        pair("codes", "\(encoding.quantMin)…\(encoding.quantMax)"),
      ]
      representable = encoding.representableRange
    }
    return [
      .joined(facts, by: "   "),
      pair(
        "representable",
        thresholdText(representable.lower) + " … " + thresholdText(representable.upper)),
      .joined(
        [
          pair("clipped", NumberText.count(error.sums.clippedBelow) + " below")
            + StyledText(" · \(NumberText.count(error.sums.clippedAbove)) above", .strong),
          pair("error", "rounding \(NumberText.percent(share: 1 - clipping))")
            + StyledText(" · clipping \(NumberText.percent(share: clipping))", .strong),
        ], by: "   "),
    ]
  }
}

extension CalibrationError {
  /// Why there is nothing in a row, which names the tool already.
  var reasonInRow: String {
    if case .notInRepertoire(_, let reason) = self { reason } else { "\(self)" }
  }
}
