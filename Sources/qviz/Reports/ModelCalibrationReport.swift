import Calibration
import EncodingFiles
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

  /// What came of a tensor.
  private enum Outcome {
    /// The calibrators have chosen.
    case table(CalibrationTable)
    /// An earlier run had chosen, and its encodings are taken.
    case resumed(OpenTensor, TensorEncodings)
    /// It could not be read.
    case failed(OpenTensor, Failure)
  }

  /// What the choices of each calibrator add up to.
  private struct Totals {
    /// By the position of the calibrator.
    var byCalibrator: [ModelTotal]
    /// How many tensors could not be read.
    var failureCount = 0
    /// How many tensors an earlier run had done, which are in no sum.
    var resumedCount = 0
  }

  /// Prints a table for each tensor and one of the totals.
  ///
  /// - Returns: how many tensors could not be read.
  func printText() throws -> Int {
    let totals = try forEach { outcome in
      switch outcome {
      case .table(let table):
        standardOutput.write(
          Self.head(table.open) + "\n" + CalibrationReport(table).text() + "\n")
      case .resumed(let open, let encodings):
        let count = encodings.blockCount
        standardOutput.write(
          Self.head(open) + "\n  taken from the run before: \(count) "
            + (count == 1 ? "encoding" : "encodings") + "\n\n")
      case .failed(_, let failure): failure.say()
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
    if totals.resumedCount > 0 {
      standardOutput.write(
        "\(TensorCount.words(totals.resumedCount)) of the run before not counted\n")
    }
    return totals.failureCount
  }

  /// What a tensor is, before what came of it.
  private static func head(_ open: OpenTensor) -> String {
    DisplaySentence.of("\(open.facts.name)  \(open.facts.storedAs) \(open.facts.shape)")
  }

  /// Prints the object, tensor by tensor.
  ///
  /// With one calibrator its total stands in the total itself; with several each in `results`.
  ///
  /// - Returns: how many tensors could not be read.
  func printJSON() throws -> Int {
    var separator = "\n"
    standardOutput.write("{\"tensors\": [")
    let totals = try forEach { outcome in
      let object: JSONValue
      switch outcome {
      case .table(let table): object = CalibrationReport(table).json()
      case .resumed(let open, _):
        object = .object(["tensor": open.facts.json, "resumed": .boolean(true)])
      case .failed(let open, let failure): object = ModelReport.failed(open, failure)
      }
      standardOutput.write(separator + (try object.text()))
      separator = ",\n"
    }
    var members: [String: JSONValue] = ["failed": .integer(totals.failureCount)]
    if totals.resumedCount > 0 { members["resumed"] = .integer(totals.resumedCount) }
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

  private func forEach(_ report: (Outcome) throws -> Void) throws -> Totals {
    var totals = Totals(byCalibrator: task.calibrators.map { _ in ModelTotal() })
    let progress = ModelProgress(tensors)
    for (number, open) in tensors.enumerated() {
      progress.begin(number)
      do {
        if let encodings = try export?.resumed(open) {
          totals.resumedCount += 1
          progress.clear()
          try report(.resumed(open, encodings))
          continue
        }
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
        try report(.table(table))
      } catch let failure as Failure {
        totals.failureCount += 1
        progress.clear()
        try report(.failed(open, failure))
      }
    }
    return totals
  }
}
