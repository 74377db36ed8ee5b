import NumberFormats
import QuantizationEngine

/// What `qviz measure --all --format` prints: a row or an object for each tensor, and what all add up to.
///
/// A tensor that the format does not fit stays as it is, as converters leave it; it is told, and not in
/// the total. One that could not be read has its sentence in its place.
struct FormatModelReport {
  let tensors: [OpenTensor]
  let format: NumberFormat

  /// What became of one tensor.
  private enum Outcome {
    case measured(FormatMeasurement)
    case notApplicable(OpenTensor, FormatError)
    case failed(OpenTensor, Failure)
  }

  /// What all tensors that were measured add up to.
  private struct Sum {
    var total = ModelTotal()
    var bits = 0
    var valueCount = 0

    var bitsPerValue: Double? { valueCount > 0 ? Double(bits) / Double(valueCount) : nil }
  }

  /// Prints the table and the sentences about failures.
  ///
  /// - Returns: What all tensors add up to.
  func printText() throws -> ModelTotal {
    var table = TextTable(columns: [
      .init("name"), .init("stored as"), .init("shape"), .init("bits", alignment: .trailing),
      .init("SQNR dB", alignment: .trailing), .init("MSE", alignment: .trailing),
      .init("max |e|", alignment: .trailing),
    ])
    var failures: [Failure] = []
    var reasons: [String] = []
    let sum = try forEach(ModelProgress(tensors)) { outcome in
      switch outcome {
      case .measured(let measurement):
        let error = measurement.result.error
        table.rows.append(
          cells(measurement.open) + [
            measurement.pass.bitsPerValue.map { RoundedNumber.fixed($0, decimals: 3) } ?? "-",
            ErrorWords.sqnr(error), error.meanSquaredError.map(RoundedNumber.scientific) ?? "-",
            error.maximumAbsoluteError.map(RoundedNumber.scientific) ?? "-",
          ])
      case .notApplicable(let open, let error):
        table.rows.append(cells(open) + ["-", "as it is", "-", "-"])
        let reason = "\(error)"
        if !reasons.contains(reason) { reasons.append(reason) }
      case .failed(let open, let failure):
        table.rows.append(cells(open) + ["-", "-", "not measured", "-"])
        failures.append(failure)
      }
    }
    let error = sum.total.error
    table.rows.append(
      [
        "all", "", "", sum.bitsPerValue.map { RoundedNumber.fixed($0, decimals: 3) } ?? "-",
        ErrorWords.sqnr(error), error.meanSquaredError.map(RoundedNumber.scientific) ?? "-", "",
      ])
    standardOutput.write(table.text)
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
        case .measured(let measurement): FormatJSON(measurement).value()
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
    standardOutput.write("\n], \"total\": \(try JSONValue.object(total).text())}\n")
    return sum.total
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
        try report(.notApplicable(open, error))
        continue
      }
      do {
        let measurement = try FormatMeasurement(open, format)
        sum.total.add(measurement.result.error)
        sum.bits += measurement.pass.storedBits
        sum.valueCount += open.facts.elementCount
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
    [open.facts.name, open.facts.storedAs, "\(open.facts.shape)"]
  }
}
