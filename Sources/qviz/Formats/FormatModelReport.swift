import NumberFormats
import QuantizationEngine

/// What `qviz measure --all --format` prints: a row or an object for each tensor, and what all add up to.
///
/// A tensor that the format does not fit stays as it is, as converters leave it; it is told, and not in
/// the total. Neither is a vector beside tensors of more axes: it is measured, but no converter makes a bias
/// or the weight of a norm smaller. One that could not be read has its sentence in its place.
struct FormatModelReport {
  let tensors: [OpenTensor]
  let format: NumberFormat
  /// How much the inputs matter; nil where all matter alike.
  var importance: Importance?

  /// How tensors are treated of which the importance matrix says nothing.
  private static let withoutRow = "of the others all columns count alike, in searches too"

  /// What became of one tensor.
  private enum Outcome {
    case measured(FormatMeasurement)
    case notApplicable(OpenTensor, FormatError)
    case failed(OpenTensor, Failure)
  }

  /// What tensors that were measured add up to.
  private struct Sum {
    var total = ModelTotal()
    var bits = 0
    var valueCount = 0
    /// What tensors take that stay as they are, and how many values they have.
    var keptBits = 0
    var keptCount = 0

    var bitsPerValue: Double? { valueCount > 0 ? Double(bits) / Double(valueCount) : nil }

    /// Those of all tensors, what stays as it is included; nil where nothing does, and without values.
    var bitsPerValueOfAll: Double? {
      let count = valueCount + keptCount
      return keptCount > 0 ? Double(bits + keptBits) / Double(count) : nil
    }

    mutating func add(_ measurement: FormatMeasurement) {
      total.add(measurement.result.error)
      bits += measurement.pass.storedBits
      valueCount += measurement.open.facts.elementCount
    }

    mutating func keep(_ open: OpenTensor) {
      keptBits += 8 * open.facts.byteCount
      keptCount += open.facts.elementCount
    }
  }

  /// Whether vectors are told apart, because there are other tensors.
  private var hasMatrices: Bool { tensors.contains { $0.facts.shape.count > 1 } }

  /// Whether a tensor is one that converters leave alone.
  private func isLeftAlone(_ open: OpenTensor) -> Bool {
    hasMatrices && open.facts.shape.count < 2
  }

  /// Prints the table and the sentences about failures.
  ///
  /// - Returns: What all tensors add up to.
  func printText() throws -> ModelTotal {
    let weighted =
      importance == nil ? [] : [TextTable.Column("weighted dB", alignment: .trailing)]
    let dash = weighted.map { _ in "-" }
    var coverage = importance.map { ImportanceCoverage(path: $0.path) }
    let head: [TextTable.Column] = [
      .init("name"), .init("stored as"), .init("shape"), .init("bits", alignment: .trailing),
    ]
    var table = TextTable(
      columns: head + weighted + [
        .init("SQNR dB", alignment: .trailing), .init("MSE", alignment: .trailing),
        .init("max |e|", alignment: .trailing),
      ])
    var failures: [Failure] = []
    var reasons: [String] = []
    var vectorCount = 0
    let sum = try forEach(ModelProgress(tensors)) { outcome in
      switch outcome {
      case .measured(let measurement):
        let error = measurement.result.error
        if isLeftAlone(measurement.open) { vectorCount += 1 }
        if let row = measurement.importance {
          coverage?.add(measurement.open.facts.name, shape: measurement.open.facts.shape, row)
        }
        table.rows.append(
          cells(measurement.open) + [
            measurement.pass.bitsPerValue.map { RoundedNumber.fixed($0, decimals: 3) } ?? "-"
          ] + weighted.map { _ in ErrorWords.sqnr(measurement.result.weighted) } + [
            ErrorWords.sqnr(error), error.meanSquaredError.map(RoundedNumber.scientific) ?? "-",
            error.maximumAbsoluteError.map(RoundedNumber.scientific) ?? "-",
          ])
      case .notApplicable(let open, let error):
        table.rows.append(cells(open) + ["-"] + dash + ["as it is", "-", "-"])
        let reason = "\(error)"
        if !reasons.contains(reason) { reasons.append(reason) }
      case .failed(let open, let failure):
        table.rows.append(cells(open) + ["-"] + dash + ["-", "not measured", "-"])
        failures.append(failure)
      }
    }
    let error = sum.total.error
    table.rows.append(
      [
        "all", "", "", sum.bitsPerValue.map { RoundedNumber.fixed($0, decimals: 3) } ?? "-",
      ] + weighted.map { _ in "" } + [
        ErrorWords.sqnr(error), error.meanSquaredError.map(RoundedNumber.scientific) ?? "-", "",
      ])
    standardOutput.write(table.text)
    if let coverage { standardOutput.write(coverage.text(others: Self.withoutRow)) }
    if vectorCount > 0 {
      standardOutput.write(
        "not in 'all': \(TensorCount.words(vectorCount)) of \(PlanCandidates.vector)\n")
    }
    if let bits = sum.bitsPerValueOfAll {
      standardOutput.write(
        "with what stays as it is \(RoundedNumber.fixed(bits, decimals: 3)) bits a value\n")
    }
    for reason in reasons.prefix(3) {
      standardOutput.write("as it is: \(format.name) does not fit: \(reason)\n")
    }
    for failure in failures { failure.say() }
    return sum.total
  }

  /// Prints the object, tensor by tensor.
  ///
  /// - Returns: What all tensors add up to.
  func printJSON() throws -> ModelTotal {
    var separator = "\n"
    standardOutput.write("{\"tensors\": [")
    let progress = ModelProgress(tensors)
    let sum = try forEach(progress) { outcome in
      let object: JSONValue =
        switch outcome {
        case .measured(let measurement): object(measurement)
        case .notApplicable(let open, let error):
          .object(["tensor": open.facts.json, "not_applicable": .string("\(error)")])
        case .failed(let open, let failure): ModelReport.failed(open, failure)
        }
      progress.clear()
      standardOutput.write(separator + (try object.text()))
      separator = ",\n"
    }
    guard case .object(var total) = ModelReport.object(sum.total) else { return sum.total }
    total["bits_per_value"] = sum.bitsPerValue.map(JSONValue.number) ?? .null
    total["bits_per_value_of_all"] =
      (sum.bitsPerValueOfAll ?? sum.bitsPerValue).map(JSONValue.number) ?? .null
    total["tensors"] = .integer(sum.total.tensorCount)
    standardOutput.write("\n], \"total\": \(try JSONValue.object(total).text())}\n")
    return sum.total
  }

  /// The object of a tensor, which says whether it is in the total.
  private func object(_ measurement: FormatMeasurement) -> JSONValue {
    guard case .object(var members) = FormatJSON(measurement).value() else { return .null }
    members["in_total"] = .boolean(!isLeftAlone(measurement.open))
    return .object(members)
  }

  private func forEach(
    _ progress: ModelProgress, _ report: (Outcome) throws -> Void
  ) throws -> Sum {
    var sum = Sum()
    for (number, open) in tensors.enumerated() {
      progress.begin(number)
      do {
        _ = try FormatPass(format, shape: open.facts.shape)
      } catch {
        sum.keep(open)
        try report(.notApplicable(open, error))
        continue
      }
      do {
        let measurement = try FormatMeasurement(
          open, format,
          importance: importance?.row(of: open.facts.name, shape: open.facts.shape))
        try measurement.checkFinite()
        if isLeftAlone(open) { sum.keep(open) } else { sum.add(measurement) }
        try report(.measured(measurement))
      } catch let failure as Failure {
        sum.total.addFailure()
        try report(.failed(open, failure))
      }
    }
    progress.clear()
    return sum
  }

  private func cells(_ open: OpenTensor) -> [String] {
    [TableName.of(open.facts.name), open.facts.storedAs, "\(open.facts.shape)"]
  }
}
