import Explorer
import NumberFormats
import QuantizationEngine

/// What `qviz formats` prints: a row for each number format, the least error first, as text or JSON.
struct FormatReport {
  private let table: FormatTable
  private let bounds: FormatBounds

  init(_ table: FormatTable, _ bounds: FormatBounds) {
    self.table = table
    self.bounds = bounds
  }

  /// The JSON object: `tensor`, `results`, `bounds`.
  ///
  /// A result is the format's name, its bits and its error, or the name with `not_applicable` and the
  /// reason.
  func json() -> JSONValue {
    let results: [JSONValue] = table.rows.map { row in
      switch row {
      case .measured(let measurement): FormatJSON(measurement).row()
      case .notApplicable(let format, let error):
        .object(["format": .string(format.name), "not_applicable": .string("\(error)")])
      }
    }
    var notes = NotedNumbers()
    for (name, reason) in FormatMeasurement.omissions { notes.say("results.error.\(name)", reason) }
    if let remark = table.measurements.first?.roundingRemark { notes.say("results", remark) }
    if let reason = bounds.ratioRemark { notes.say("bounds.sqnr_db", reason) }
    if let reason = bounds.reason { notes.say("bounds", reason) }
    let tensor = table.measurements.first?.tensorJSON(&notes) ?? table.open.json
    var members: [String: JSONValue] = [
      "tensor": tensor, "results": .array(results), "bounds": bounds.json,
      "notes": .object(notes.reasons),
    ]
    members["importance"] = table.importance?.row.json()
    return .object(members)
  }

  /// The table, and what does not fit, with the reason.
  func text() -> String {
    let weighted = isWeighted ? [TextTable.Column("weighted dB", alignment: .point)] : []
    let head: [TextTable.Column] = [
      .init("format"), .init("bits", alignment: .point), .init("bytes", alignment: .trailing),
    ]
    var rows = TextTable(
      columns: head + weighted + [
        .init("SQNR dB", alignment: .point), .init("MSE", alignment: .point),
        .init("max |e|", alignment: .point), .init("lost", alignment: .trailing),
      ])
    for measurement in table.measurements { rows.rows.append(cells(measurement)) }
    return values + (rows.rows.isEmpty ? "" : rows.text) + refusals + importance + carriers + "\n"
      + bounds.text
  }

  /// What is to be known of the values before their errors are read, a line for each thing.
  private var values: String {
    guard let measurement = table.measurements.first else { return "" }
    let excluded = measurement.result.excluded
    let ignoring = table.open.ignoring
    let lines = [
      excluded.notFinite > 0 ? "not finite: \(excluded.sentence)" : nil,
      ignoring.isEmpty
        ? nil : "in no error: \(excluded.ignored) \(ignoring.words); blocks are encoded with them",
      measurement.roundingRemark,
    ]
    return lines.compactMap { $0.map { $0 + "\n" } }.joined()
  }

  /// Formats of which a few values have all of the SQNR, together where it is the same few.
  private var carriers: String {
    var sentences: [String] = []
    var names: [String: [String]] = [:]
    for measurement in table.measurements {
      guard let sentence = measurement.carriers?.sentence else { continue }
      if names[sentence] == nil { sentences.append(sentence) }
      names[sentence, default: []].append(measurement.pass.format.name)
    }
    return sentences.map { sentence in
      let all = names[sentence] ?? []
      let rest = all.count - Self.listedLimit
      return "note: in \(all.prefix(Self.listedLimit).joined(separator: ", "))"
        + (rest > 0 ? " and \(rest) more" : "") + ": \(sentence)\n"
    }.joined()
  }

  /// How many formats a note lists.
  private static let listedLimit = 6

  private var isWeighted: Bool {
    if case .found = table.importance?.row { true } else { false }
  }

  private func cells(_ measurement: FormatMeasurement) -> [String] {
    let error = measurement.result.error
    let lost = measurement.result.lostCount
    let weighted = isWeighted ? [ErrorWords.sqnr(measurement.result.weighted)] : []
    return [
      measurement.pass.format.name,
      measurement.pass.bitsPerValue.map { RoundedNumber.fixed($0, decimals: 3) } ?? "-",
      ByteText.text(measurement.storedByteCount),
    ] + weighted + [
      ErrorWords.sqnr(error),
      error.meanSquaredError.map(RoundedNumber.scientific) ?? "-",
      error.maximumAbsoluteError.map(RoundedNumber.scientific) ?? "-",
      lost > 0 ? "\(lost)" : "",
    ]
  }

  /// What the importance matrix did, in a line.
  private var importance: String {
    guard let (row, path) = table.importance else { return "" }
    guard case .found(let name, _) = row else {
      return DisplaySentence.of("\(path): \(row.reason ?? "")")
        + "; all columns count alike, and nothing is searched by it\n"
    }
    let searched = table.measurements.map(\.pass.format).filter(\.usesImportance).map(\.name)
    return DisplaySentence.of("weighted by \(path): '\(name)'")
      + (searched.isEmpty ? "" : "; searched by it: " + searched.sorted().joined(separator: ", "))
      + "\n"
  }

  /// Formats that do not fit, together where the reason is one.
  private var refusals: String {
    var names: [(reason: String, names: [String])] = []
    for case .notApplicable(let format, let error) in table.rows {
      let reason = "\(error)"
      if let index = names.firstIndex(where: { $0.reason == reason }) {
        names[index].names.append(format.name)
      } else {
        names.append((reason, [format.name]))
      }
    }
    return names.map { "not \($0.names.joined(separator: ", ")): \($0.reason)\n" }.joined()
  }
}
