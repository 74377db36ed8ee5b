import QuantizationEngine

/// What `qviz measure --all` prints: a row or an object for each tensor, and what all add up to.
///
/// Objects are printed as they come; rows when all are there, for columns are as wide as their widest
/// cell. A tensor that could not be measured has its sentence in its place.
struct ModelReport {
  private let model: MeasuredModel

  init(_ model: MeasuredModel) {
    self.model = model
  }

  /// Prints the table and the sentences about failures.
  ///
  /// - Returns: what all tensors add up to.
  func printText() throws -> ModelTotal {
    var table = TextTable(columns: [
      .init("name"), .init("stored as"), .init("shape"), .init("encodings"),
      .init("SQNR dB", alignment: .trailing), .init("MSE", alignment: .trailing),
      .init("max |e|", alignment: .trailing), .init("clipped", alignment: .trailing),
    ])
    var failures: [Failure] = []
    let total = try model.forEach(progress: ModelProgress(model.tensors)) { outcome in
      switch outcome {
      case .measured(let measurement): table.rows.append(Self.cells(measurement))
      case .failed(let open, let failure):
        table.rows.append(Self.cells(open, ["-", "-", "-", "not measured", "-"]))
        failures.append(failure)
      }
    }
    table.rows.append(
      ["all", "", "", ""] + Self.cells(total.error, clipped: false) + [""])
    standardOutput.write(table.text)
    for failure in failures { failure.say() }
    return total
  }

  /// Prints the object, tensor by tensor.
  ///
  /// - Returns: what all tensors add up to.
  func printJSON() throws -> ModelTotal {
    var separator = "\n"
    standardOutput.write("{\"tensors\": [")
    let progress = ModelProgress(model.tensors)
    let total = try model.forEach(progress: progress) { outcome in
      let object: JSONValue
      switch outcome {
      case .measured(let measurement):
        var report = MeasurementJSON(measurement)
        object = report.value()
      case .failed(let open, let failure): object = Self.failed(open, failure)
      }
      progress.clear()
      standardOutput.write(separator + (try object.text()))
      separator = ",\n"
    }
    standardOutput.write("\n], \"total\": \(try Self.object(total).text())}\n")
    return total
  }

  /// A tensor that was not measured.
  static func failed(_ open: OpenTensor, _ failure: Failure) -> JSONValue {
    .object(["tensor": open.facts.json, "failed": .string(failure.sentence)])
  }

  /// What all add up to; null where there is nothing to divide by.
  static func object(_ total: ModelTotal) -> JSONValue {
    let error = total.error
    func number(_ value: Double?) -> JSONValue {
      value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
    }
    return .object([
      "count": .integer(error.sums.count), "mse": number(error.meanSquaredError),
      "sqnr_db": number(error.sqnrInDecibels), "failed": .integer(total.failureCount),
    ])
  }

  private static func cells(_ measurement: Measurement) -> [String] {
    let count = measurement.layout.blockCount
    return cells(
      measurement.open,
      [count == 1 ? "1" : "\(count)"] + cells(measurement.error, clipped: true))
  }

  private static func cells(_ open: OpenTensor, _ rest: [String]) -> [String] {
    [open.facts.name, open.facts.storedAs, "\(open.facts.shape)"] + rest
  }

  private static func cells(_ error: QuantizationError, clipped: Bool) -> [String] {
    [
      ErrorWords.sqnr(error),
      error.meanSquaredError.map(RoundedNumber.scientific) ?? "-",
    ]
      + (clipped
        ? [
          error.maximumAbsoluteError.map(RoundedNumber.scientific) ?? "-",
          "\(error.sums.clippedBelow + error.sums.clippedAbove)",
        ] : [""])
  }
}
