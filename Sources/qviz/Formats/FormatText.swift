import Explorer
import NumberFormats
import QuantizationEngine
import TerminalScreen

/// What `qviz measure --format` prints: a line for each fact, the label first.
struct FormatText {
  private var lines: [PointAlignment.Line] = []

  init(_ measurement: FormatMeasurement) {
    let facts = measurement.open.facts
    let result = measurement.result
    let pass = measurement.pass
    add("tensor", DisplayText(facts.name).string)
    add("type", "\(facts.typeName) \(facts.shape)")
    if measurement.roundingRemark != nil {
      add("  encoded", "as float32, to which values are rounded; errors are from those of the file")
    }
    if facts.storedAs != facts.typeName { add("stored as", facts.storedAs) }
    add("values", "\(facts.elementCount)")
    if result.excluded.notFinite > 0 { add("not finite", result.excluded.sentence) }
    if !measurement.open.ignoring.isEmpty {
      let words = measurement.open.ignoring.words
      add("in no error", "\(result.excluded.ignored) \(words); blocks are encoded with them")
    }
    if let bounds = result.bounds {
      let ends = [bounds.lowerBound, bounds.upperBound].map { NumberText.significant($0, 5) }
      add("value range", ends.joined(separator: " … "))
    }
    add("format", pass.format.name)
    add("  blocks", pass.format.shape.words)
    if let bits = pass.bitsPerValue {
      let size = ByteText.text(measurement.storedByteCount)
      add("  size", "\(NumberText.significant(bits, 5)) bits a value, \(size)")
    }
    add("  as in", pass.format.source)
    if let lost = result.lostWords { add("lost", "\(lost), and are in no metric") }
    lines += ErrorLines(result.error, hasCodes: false).lines
    if let carriers = measurement.carriers { add("note", carriers.sentence) }
    if let row = measurement.importance { addImportance(row, measurement) }
    add("exactness", "exact")
    var head: [PointAlignment.Line] = []
    PointAlignment.align(ErrorLines.alignedLabels, &head, &lines)
  }

  private mutating func addImportance(_ row: ImportanceRow, _ measurement: FormatMeasurement) {
    guard case .found(let name, _) = row else {
      add("weighted SQNR", "- (\(DisplaySentence.of(row.reason ?? "")))")
      return
    }
    let decibels = ErrorWords.sqnr(measurement.result.weighted)
    add("weighted SQNR", Double(decibels) == nil ? decibels : decibels + " dB")
    let searched =
      measurement.pass.format.usesImportance
      ? "searched by it too" : "the format does not search by it"
    add("  by", "'\(DisplaySentence.of(name))', \(searched)")
  }

  private mutating func add(_ label: String, _ value: String) { lines.append((label, value)) }

  /// The report.
  var text: String {
    let width = lines.map(\.label.count).max() ?? 0
    return lines.map { label, value in
      label + String(repeating: " ", count: width - label.count + 2) + value + "\n"
    }.joined()
  }
}

extension FormatResult {
  /// How many finite values were lost, and where; nil if none was.
  var lostWords: String? {
    guard lostCount > 0 else { return nil }
    let values = "\(lostCount) finite \(lostCount == 1 ? "value" : "values")"
    let rounded = overflowCount == 0 ? "" : ", \(overflowCount) of them in float32 already"
    return "\(values) became infinite or NaN\(rounded)"
  }
}

extension EnergyCarriers {
  /// What has all of the energy, and what became of the rest: a sentence.
  var sentence: String {
    let carriers = carrierCount == 1 ? "1 value carries" : "\(carrierCount) values carry"
    let others = otherCount == 1 ? "the other one" : "the other \(otherCount)"
    return zeroCount == otherCount
      ? "\(carriers) all of the energy; \(others)\(otherCount == 1 ? "" : " all") became 0"
      : "\(carriers) all of the energy; of \(others) the error is as large as they are"
  }

  /// The counts behind the sentence.
  var json: JSONValue {
    .object([
      "values": .integer(carrierCount), "others": .integer(otherCount),
      "became_zero": .integer(zeroCount),
    ])
  }
}
