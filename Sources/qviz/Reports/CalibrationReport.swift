import Calibration
import Explorer
import QuantizationEngine

/// What `qviz calibrate` prints: a row for each calibrator, as text or JSON.
struct CalibrationReport {
  private let table: CalibrationTable

  init(_ table: CalibrationTable) {
    self.table = table
  }

  /// The JSON object: `tensor`, `scheme`, `results` and `exactness`.
  ///
  /// A result is that of `qviz measure` with the calibrator's name and the toolchain, where it is a
  /// tool's, or the name with `not_applicable` and the reason. What is not exact says in each result
  /// how far its numbers can be trusted.
  func json() -> JSONValue {
    var members: [String: JSONValue] = [
      "results": .array(table.rows.map(result)),
      "exactness": .object(["kind": ExactnessJSON.kind(table.tensor.exactness)]),
    ]
    var whole = MeasurementJSON(Measurement(asIs: table))
    members["tensor"] = whole.tensor()
    members["scheme"] = whole.scheme()
    return .object(members)
  }

  private func result(_ row: CalibrationRow) -> JSONValue {
    var members: [String: JSONValue] = ["calibrator": .string(row.calibrator.name)]
    if let setting = row.calibrator.setting { members["setting"] = .string(setting) }
    switch row.outcome {
    case .notApplicable(let error):
      members["not_applicable"] = .string("\(error)")
      if let answer = ToolAnswerJSON(error) { members["tool_answer"] = answer.value }
    case .chosen(let choice):
      if let tool = row.calibrator as? any ToolCalibrator {
        members["toolchain"] = .string(tool.toolchain(for: table.scheme).name)
      }
      if let encoding = choice.quantizers.lazy.compactMap(\.self).first?.encoding {
        members["quant_min"] = .integer(encoding.quantMin)
        members["quant_max"] = .integer(encoding.quantMax)
      }
      var json = MeasurementJSON(Measurement(choice, in: table))
      members.merge(json.choice()) { _, new in new }
      if !row.remarks.isEmpty { members["remark"] = .string(row.remarks.joined(separator: "; ")) }
      if table.tensor.exactness != .exact {
        members["exactness"] = ExactnessJSON(table.tensor.exactness, error: choice.error).value
      }
      if case .float8(let encodings) = choice.codes {
        members["encodings"] = .array(
          encodings.map { $0.map(Self.encoding) ?? .null })
      }
    }
    return .object(members)
  }

  private static func encoding(_ encoding: Float8Encoding) -> JSONValue {
    let range = encoding.representableRange
    return .object([
      "scale": .number(Double(encoding.scale)), "zero_point": .integer(0),
      "min": .number(range.lower), "max": .number(range.upper),
      "format": .string(Float8Encoding.formatName),
    ])
  }

  /// A table of text; with several blocks the range is that of all that are not dead,
  /// and the scale the largest of theirs.
  func text() -> String {
    let numbers = ["min", "max", "scale"].map { TextTable.Column($0, alignment: .point) }
    let measures = ["MSE", "SQNR dB", "KL nats"].map { TextTable.Column($0, alignment: .point) }
    var rows = TextTable(
      columns: [TextTable.Column("calibrator")] + numbers
        + [TextTable.Column("zero-point", alignment: .trailing)] + measures
        + [TextTable.Column("clipped", alignment: .trailing)])
    var refusals = ""
    for row in table.rows {
      switch row.outcome {
      case .chosen(let choice): rows.rows.append(cells(row.calibrator, choice))
      case .notApplicable(let error):
        let sentence = DisplaySentence.of("\(error)")
        let name = row.calibrator.name
        refusals += (sentence.hasPrefix(name) ? sentence : "\(name): \(sentence)") + "\n"
      }
    }
    // What nobody asked for is said.
    let stored =
      table.isAsStored
      ? "\(table.scheme.name) · \(table.tensor.layout.granularity.name), as stored\n" : ""
    return stored + (rows.rows.isEmpty ? "" : rows.text) + remarks + refusals
  }

  private func cells(_ calibrator: any Calibrator, _ choice: CalibrationRow.Choice) -> [String] {
    let summary = ChoiceSummary(choice, of: table.tensor)
    let error = choice.error
    return [
      [calibrator.name, calibrator.setting].compactMap(\.self).joined(separator: " "),
      NumberText.significant(summary.range?.lower ?? 0, 5),
      NumberText.significant(summary.range?.upper ?? 0, 5),
      NumberText.significant(Double(summary.largestScale ?? 0), 5),
      choice.isInteger ? summary.zeroPoint.map { "\($0)" } ?? "several" : "float8",
      error.meanSquaredError.map(RoundedNumber.scientific) ?? "-",
      error.sqnrInDecibels.map { RoundedNumber.fixed($0, decimals: 2) } ?? "-",
      error.divergence.map { NumberText.significant($0.klInNats, 3) } ?? "-",
      "\(error.sums.clippedBelow + error.sums.clippedAbove)",
    ]
  }

  /// What is not told by a row: where a tool may answer otherwise, which channels or groups are dead,
  /// which are destroyed, and which have no encoding.
  private var remarks: String {
    let told = table.rows.flatMap { row in
      row.remarks.map { "\(row.calibrator.name): \(DisplaySentence.of($0))\n" }
    }
    return told.joined() + blockRemarks
  }

  private var blockRemarks: String {
    let layout = table.tensor.layout
    guard layout.granularity != .perTensor else { return "" }
    let dead = table.tensor.deadBlocks
    let words = dead.isEmpty ? "" : BlockWords(layout).dead(dead) + "\n"
    return table.rows.reduce(into: words) { words, row in
      guard case .chosen(let choice) = row.outcome else { return }
      let destroyed = table.tensor.destroyedBlocks(under: choice.quantizers)
      if !destroyed.isEmpty {
        words += "\(row.calibrator.name): \(BlockWords(layout).destroyed(destroyed))\n"
      }
      guard !choice.failures.isEmpty else { return }
      words +=
        "\(row.calibrator.name): " + DisplaySentence.of(BlockWords(layout).missing(choice.failures))
        + "\n"
    }
  }
}
