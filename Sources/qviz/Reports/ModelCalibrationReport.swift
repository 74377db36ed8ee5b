import Calibration
import QuantizationEngine

/// What `qviz calibrate --all` prints: what each calibrator chooses for each tensor, and what the
/// choices of one add up to over all tensors.
struct ModelCalibrationReport {
  private let tensors: [OpenTensor]
  private let task: CalibrationTask
  private let export: EncodingExport?

  init(_ tensors: [OpenTensor], _ task: CalibrationTask, _ export: EncodingExport? = nil) {
    self.tensors = tensors
    self.task = task
    self.export = export
  }

  /// What the choices of each calibrator add up to.
  private struct Totals {
    /// By the position of the calibrator.
    var byCalibrator: [ModelTotal]
    /// How many tensors could not be read.
    var failureCount = 0
  }

  /// Prints a table for each tensor and one of the totals.
  ///
  /// - Returns: how many tensors could not be read.
  func printText() throws -> Int {
    let totals = try forEach { outcome in
      switch outcome {
      case .success(let table):
        let facts = table.open.facts
        let head = "\(facts.name)  \(facts.storedAs) \(facts.shape)"
        standardOutput.write(
          DisplaySentence.of(head) + "\n" + CalibrationReport(table).text() + "\n")
      case .failure(let failure): failure.say()
      }
    }
    var table = TextTable(columns: [
      .init("all tensors"), .init("tensors", alignment: .trailing),
      .init("MSE", alignment: .trailing), .init("SQNR dB", alignment: .trailing),
    ])
    for (calibrator, total) in zip(task.calibrators, totals.byCalibrator) {
      table.rows.append([
        [calibrator.name, calibrator.setting].compactMap(\.self).joined(separator: " "),
        "\(total.tensorCount)",
        total.error.meanSquaredError.map(RoundedNumber.scientific) ?? "-",
        total.error.sqnrInDecibels.map { RoundedNumber.fixed($0, decimals: 2) } ?? "-",
      ])
    }
    standardOutput.write(table.text)
    return totals.failureCount
  }

  /// Prints the object, tensor by tensor.
  ///
  /// With one calibrator its total stands in the total itself; with several each in `results`.
  ///
  /// - Returns: how many tensors could not be read.
  func printJSON() throws -> Int {
    var separator = "\n"
    standardOutput.write("{\"tensors\": [")
    var open = tensors.makeIterator()
    let totals = try forEach { outcome in
      let tensor = open.next()
      let object: JSONValue
      switch outcome {
      case .success(let table): object = CalibrationReport(table).json()
      case .failure(let failure):
        guard let tensor else { return }
        object = ModelReport.failed(tensor, failure)
      }
      standardOutput.write(separator + (try object.text()))
      separator = ",\n"
    }
    var members: [String: JSONValue] = ["failed": .integer(totals.failureCount)]
    let objects = totals.byCalibrator.map(ModelReport.object)
    if objects.count == 1, case .object(let only) = objects[0] {
      members.merge(only) { first, _ in first }
    } else {
      members["results"] = .array(
        zip(task.calibrators, objects).map { calibrator, object in
          guard case .object(var total) = object else { return object }
          total["calibrator"] = .string(calibrator.name)
          return .object(total)
        })
    }
    standardOutput.write("\n], \"total\": \(try JSONValue.object(members).text())}\n")
    return totals.failureCount
  }

  private func forEach(_ report: (Result<CalibrationTable, Failure>) throws -> Void) throws
    -> Totals
  {
    var totals = Totals(byCalibrator: task.calibrators.map { _ in ModelTotal() })
    let progress = ModelProgress(tensors)
    for (number, open) in tensors.enumerated() {
      progress.begin(number)
      do {
        let granularity = task.granularity.granularity(amongManyOfShape: open.facts.shape)
        let table = try CalibrationTable(open, task, granularity: granularity)
        try export?.add(table)
        for (position, row) in table.rows.enumerated() {
          if case .chosen(let choice) = row.outcome {
            totals.byCalibrator[position].add(choice.error)
          } else {
            totals.byCalibrator[position].addFailure()
          }
        }
        progress.clear()
        try report(.success(table))
      } catch let failure as Failure {
        totals.failureCount += 1
        progress.clear()
        try report(.failure(failure))
      }
    }
    return totals
  }
}
