internal import Calibration
internal import QuantizationEngine
internal import TerminalScreen

extension CalibratorAccount {
  /// What the selected calibrator is about, and what came of it.
  func detail(columns: Int) -> [StyledText] {
    let row = table.selection
    guard table.calibrators.indices.contains(row) else { return [] }
    let calibrator = table.calibrators[row]
    return [StyledText(desk.calibratorMarks[row].name, Style(.accent, isBold: true))]
      + WrappedText.lines(of: calibrator.summary, columns: columns).map { StyledText($0) }
      + [
        remark(on: row).map {
          StyledText(DisplayText.truncated($0, columns: columns), Style(.clipped))
        } ?? ""
      ] + outcome(of: row)
  }

  /// Where the tool may answer otherwise, in one sentence; nil where that is not so, or not known.
  private func remark(on row: Int) -> String? {
    guard case .ready(let ready) = table.rows[row], !ready.remarks.isEmpty else { return nil }
    return ready.remarks.joined(separator: "; ")
  }

  /// The same as lines, after an empty one; none where there is nothing to say.
  func remarks(on row: Int, columns: Int) -> [StyledText] {
    guard let remark = remark(on: row) else { return [] }
    return [""]
      + WrappedText.lines(of: remark, columns: columns).map {
        StyledText($0, Style(.clipped))
      }
  }

  /// What came of a calibrator, as lines.
  func outcome(of row: Int) -> [StyledText] {
    switch table.rows[row] {
    case .waiting:
      return [StyledText(desk.showsSample ? "waits for all values" : "calibrating…", .muted)]
    case .asked(let share): return [StyledText(Self.calibrating(share), .muted)]
    case .ready(let ready):
      switch ready.outcome {
      case .notApplicable(let error):
        return [StyledText("not applicable: \(error.reasonInRow)", Style(.clipped))]
      case .chosen(let choice): return detail(of: choice)
      }
    }
  }

  /// What is said of a row that the worker is at: which share of it is done, as soon as that is known.
  static func calibrating(_ share: Double) -> String {
    let progress = ProgressText(LoadProgress(label: "calibrating", share: share))
    return progress.share >= 0.01
      ? "calibrating… " + NumberEntry.trim(progress.percent) : "calibrating…"
  }

  /// Why the block on the screen has no encoding, where others have.
  private func missing(_ reason: CalibrationError?) -> [StyledText] {
    guard let reason else { return [] }
    return [StyledText("no encoding here: \(reason.reasonInRow)", Style(.clipped))]
  }

  /// How many blocks have no encoding, and which; nothing where all have one.
  private func left(of choice: CalibrationRow.Choice) -> [StyledText] {
    guard !choice.failures.isEmpty, let loaded = desk.loaded else { return [] }
    let blocks = choice.failures.listed
    let share = GranularityText.share(blocks, of: loaded.blockCount, desk.granularity)
    return [StyledText("\(share) have no encoding: \(blocks.words)", Style(.clipped))]
  }

  private func detail(of choice: CalibrationRow.Choice) -> [StyledText] {
    let block = desk.shown?.index ?? 0
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
      guard let encoding = choice.quantizer(ofBlock: block)?.encoding else {
        return missing(choice.failures.reason(ofBlock: block)) + left(of: choice)
      }
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
        desk.thresholdText(representable.lower) + " … " + desk.thresholdText(representable.upper)),
      .joined(
        [
          pair("clipped", NumberText.count(error.sums.clippedBelow) + " below")
            + StyledText(" · \(NumberText.count(error.sums.clippedAbove)) above", .strong),
          pair("error", "rounding \(NumberText.percent(share: 1 - clipping))")
            + StyledText(" · clipping \(NumberText.percent(share: clipping))", .strong),
        ], by: "   "),
    ] + left(of: choice)
  }
}

extension CalibrationError {
  /// Why there is nothing in a row, which names the tool already.
  var reasonInRow: String {
    switch self {
    case .notInRepertoire(_, let reason): reason
    case .toolFails(let tool, _), .toolFailsOnType(let tool, _, _), .toolAnswers(let tool, _, _):
      "it" + "\(self)".dropFirst(tool.count)
    default: "\(self)"
    }
  }
}
